import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ask, type Run } from './ask-docs/ask.js';
import { chunk, completion, startChatServer, startEvents, type ChatServer } from './ask-docs/chat-server.js';

const DOCS = fileURLToPath(new URL('ask-docs/docs', import.meta.url));
const QUESTION = 'How do I abort a retry?';

describe('examples/ask-docs', function () {
  // Each run compiles the program anew, beside whatever else the machine is doing.
  this.timeout(60_000);

  const servers: ChatServer[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const serve = async (answer: (response: ServerResponse) => void | Promise<void>): Promise<ChatServer> => {
    const server = await startChatServer(answer);
    servers.push(server);
    return server;
  };

  it('quotes the documents, names its sources, and tells the rest on standard error', async () => {
    const { code, stdout, stderr } = await ask(['--docs', DOCS, '--trace', QUESTION]);
    expect(stderr).to.match(
      /^Indexed 2 Markdown files of .*docs \(5 passages\) in \d+ ms; left out 1 \(changelogs, further copies and the like\)\.\n/,
    );
    for (const step of ['AskDocs', 'LoadDocuments', 'Retrieve', 'BuildPrompt', 'ExtractiveModel']) {
      expect(stderr).to.match(new RegExp(`${step}.* ms`));
    }
    expect(stdout).to.match(/^Quoted from the documents, .*no language model was asked\.\n/);
    expect(stdout).to.contain('Pass an `AbortSignal` to abort a retry while it waits: [1]\n\n```js\n');
    expect(stdout).to.contain(
      `\nSources\n[1] retrier › Aborting a retry\n    ${join(DOCS, 'retrier.md')}:7\n`,
    );
    expect(stdout).not.to.contain('CHANGELOG');
    expect(stdout).not.to.contain('\u001b');
    expect(code).to.equal(0);
  });

  it('without a question, shows its usage and answers one of its own', async () => {
    const { code, stdout, stderr } = await ask(['--docs', DOCS]);
    expect(stderr).to.match(/^Usage: npm start -- \[options\] \[question...\]\n/);
    expect(stderr).to.contain('asking: How do I abort a retry?');
    expect(stdout).to.contain('AbortSignal');
    expect(code).to.equal(0);
  });

  it('explains itself with --help', async () => {
    const { code, stdout } = await ask(['--help']);
    for (const part of ['--docs', '--model', '--set', '--config', '--trace', 'OPENAI_BASE_URL'])
      expect(stdout).to.contain(part);
    expect(code).to.equal(0);
  });

  it('prints with --config what can be set', async () => {
    const { code, stdout, stderr } = await ask(['--config']);
    const schema = JSON.parse(stdout) as { $defs: Record<string, { enum?: string[]; properties?: object }> };
    expect(schema.$defs['model']?.enum).to.have.members(['extractive', 'openai']);
    expect(schema.$defs['Configurable']?.properties).to.have.all.keys(
      'model',
      'passages',
      'sentences',
      'temperature',
    );
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
  });

  it('takes values of configurable fields with --set', async () => {
    const { code, stdout } = await ask([
      '--docs',
      DOCS,
      '--set',
      'sentences=1',
      '--set',
      'passages=1',
      QUESTION,
    ]);
    expect(stdout.match(/\[1\]\n/g)).to.have.length(1);
    expect(stdout).not.to.contain('[2]');
    expect(code).to.equal(0);
  });

  it('prints the answer of a model behind an endpoint as it comes', async () => {
    let goOn = (): void => undefined;
    const printed = new Promise<void>((resolve) => (goOn = resolve));
    const server = await serve(async (response) => {
      startEvents(response);
      response.write(chunk('Pass an AbortSignal'));
      // Without streaming, the program would wait for the rest, and the rest for the program.
      await printed;
      response.end(`${chunk(' [1].')}data: [DONE]\n\n`);
    });
    const { code, stdout } = await ask(
      ['--docs', DOCS, '--set', 'temperature=0.2', '--model', 'openai', QUESTION],
      {
        env: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'secret', OPENAI_MODEL: 'tiny' },
        onOutput: (_child, text) => {
          if (text === 'Pass an AbortSignal') goOn();
        },
      },
    );
    expect(stdout).to.match(
      /^Pass an AbortSignal \[1\]\.\n\nSources\n\[1\] retrier › Aborting a retry\n.*:7\n$/,
    );
    expect(code).to.equal(0);

    const [request] = server.requests;
    expect(request?.url).to.equal('/v1/chat/completions');
    expect(request?.authorization).to.equal('Bearer secret');
    expect(request?.body.model).to.equal('tiny');
    expect(request?.body.temperature).to.equal(0.2);
    expect(request?.body.messages[1]?.content).to.contain(
      '<passage id="1" title="retrier › Aborting a retry">',
    );
  });

  it('stops at Ctrl-C, hangs up, and exits like a program that was interrupted', async () => {
    let hungUp = false;
    const server = await serve((response) => {
      startEvents(response);
      response.write(chunk('Pass an'));
      response.on('close', () => (hungUp = true));
    });
    const { code, stdout, stderr } = await ask(['--docs', DOCS, '--model', 'openai', QUESTION], {
      env: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'key' },
      onOutput: (child, text) => {
        if (text === 'Pass an') child.kill('SIGINT');
      },
    });
    expect(stdout).to.equal('Pass an\n');
    expect(stderr).to.match(/\nStopped\.\n$/);
    expect(code).to.equal(130);
    expect(hungUp).to.equal(true);
  });

  it('ends quietly when nobody reads on', async () => {
    const server = await serve(completion(...Array.from({ length: 5000 }, () => 'word '.repeat(50))));
    const { code, stderr } = await ask(['--docs', DOCS, '--model', 'openai', QUESTION], {
      env: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'key' },
      onOutput: (child) => child.stdout?.destroy(),
    });
    expect(stderr).to.match(/^Indexed .*\n\n$/);
    expect(code).to.equal(0);
  });

  describe('says in one sentence what the user can put right:', () => {
    const fails = (title: string, args: readonly string[], sentence: RegExp, env = {}): void => {
      it(title, async () => expectSentence(await ask(args, { env }), sentence));
    };

    fails(
      'a folder that is not there',
      ['--docs', '/no/such', QUESTION],
      /^Cannot read .* there is no such folder\.\n$/,
    );
    fails(
      'a question that nothing is about',
      ['--docs', DOCS, 'Who baked it?'],
      /^Indexed .*\n\nNothing in .*\.\n$/,
    );
    fails(
      'an unknown model',
      ['--model', 'oracle', QUESTION],
      /^\[R307\] configurable\["model"\] must be one of "openai", "extractive", got "oracle" \(string\)\.\n$/,
    );
    fails(
      'a value of another type',
      ['--model', 'openai', '--set', 'temperature=hot', QUESTION],
      /^\[R307\] configurable\["temperature"\] must be a number, got "hot" \(string\)\.\n$/,
    );
    fails(
      'an unknown field',
      ['--set', 'temprature=1', QUESTION],
      /^No configurable field has the id "temprature"; there are .*"temperature"\.\n$/,
    );
    fails(
      'a number of passages that is none',
      ['--docs', DOCS, '--set', 'passages=0', QUESTION],
      /\n\n"passages" must be a whole number from 1, got 0\.\n$/,
    );
    fails(
      'a setting without a value',
      ['--set', 'temperature', QUESTION],
      /^Option '--set <id=value>' argument 'temperature' is invalid\. .*\.\n$/,
    );
    fails('an unknown option', ['--temperature', '1', QUESTION], /^Unknown option '--temperature'\.\n$/);
    fails(
      'a missing key',
      ['--docs', DOCS, '--model', 'openai', QUESTION],
      /\n\nOPENAI_API_KEY is not set; .*\n$/,
    );
    fails(
      'a dead endpoint',
      ['--docs', DOCS, '--model', 'openai', QUESTION],
      /\n\nThe model endpoint http:\/\/127\.0\.0\.1:9\/v1 cannot be reached \(.*\); check OPENAI_BASE_URL\.\n$/,
      { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'key' },
    );

    it('a folder of empty documents', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ask-docs-'));
      await writeFile(join(folder, 'empty.md'), '\n');
      const run = await ask(['--docs', folder, QUESTION]);
      expectSentence(run, /^None of the Markdown files in .* has text that can be read\.\n$/);
      await rm(folder, { recursive: true });
    });
  });
});

function expectSentence({ code, stdout, stderr }: Run, sentence: RegExp): void {
  expect(stderr).to.match(sentence);
  expect(stderr).not.to.match(/\n\s+at /);
  expect(stdout).to.equal('');
  expect(code).to.equal(1);
}
