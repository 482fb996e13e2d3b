import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { delta, events, openAIServer, words } from '../support/openai-server.js';
import { ask, askProcess, type Run } from './ask-docs/ask.js';

const DOCS = fileURLToPath(new URL('ask-docs/docs', import.meta.url));
const QUESTION = 'How do I abort a retry?';

describe('examples/ask-docs', () => {
  const server = openAIServer();
  const env = (): Record<string, string> => ({ OPENAI_BASE_URL: server.baseURL, OPENAI_API_KEY: 'secret' });

  describe('as a process', function () {
    // Each run loads the program anew, beside whatever else the machine is doing.
    this.timeout(60_000);

    it('quotes the documents, names its sources, and tells the rest on standard error', async () => {
      const { code, stdout, stderr } = await askProcess(['--docs', DOCS, '--trace', QUESTION]);
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

    it('prints the answer of a model as it comes, and stops at Ctrl-C: hangs up, and exits like what was interrupted', async () => {
      server.replies.push(events(delta({ content: 'Pass an' }), new Promise(() => undefined)));
      const { code, stdout, stderr } = await askProcess(['--docs', DOCS, '--model', 'openai', QUESTION], {
        env: env(),
        // Without streaming, the program would wait for the rest of the answer, which never comes.
        onOutput: (child, text) => {
          if (text === 'Pass an') child.kill('SIGINT');
        },
      });
      expect(stdout).to.equal('Pass an\n');
      expect(stderr).to.match(/\nStopped\.\n$/);
      expect(code).to.equal(130);
      expect(server.requests[0]?.aborted).to.equal(true);
    });

    it('ends quietly when nobody reads on', async () => {
      const much = Array.from({ length: 5000 }, () => delta({ content: 'word '.repeat(50) }));
      server.replies.push(events(...much, delta({}, 'stop'), '[DONE]'));
      const { code, stderr } = await askProcess(['--docs', DOCS, '--model', 'openai', QUESTION], {
        env: env(),
        onOutput: (child) => child.stdout?.destroy(),
      });
      expect(stderr).to.match(/^Indexed .*\n\n$/);
      expect(code).to.equal(0);
    });
  });

  it('asks a model behind an endpoint', async () => {
    server.replies.push(words('Pass an AbortSignal [1].'));
    const { code, stdout } = await ask(
      ['--docs', DOCS, '--set', 'temperature=0.2', '--model', 'openai', QUESTION],
      { ...env(), OPENAI_MODEL: 'tiny' },
    );
    expect(stdout).to.match(
      /^Pass an AbortSignal \[1\]\.\n\nSources\n\[1\] retrier › Aborting a retry\n.*:7\n$/,
    );
    expect(code).to.equal(0);
    const [request] = server.requests;
    expect(request?.path).to.equal('/v1/chat/completions');
    expect(request?.headers.authorization).to.equal('Bearer secret');
    expect(request?.body).to.include({ model: 'tiny', temperature: 0.2, stream: true });
    expect(request?.body)
      .to.have.nested.property('messages[1].content')
      .that.contains('<passage id="1" title="retrier › Aborting a retry">');
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

  describe('says in one sentence what the user can put right:', () => {
    const fails = (title: string, args: readonly string[], sentence: RegExp, env = {}): void => {
      it(title, async () => expectSentence(await ask(args, env), sentence));
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
      { OPENAI_API_KEY: 'key' },
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
      'a missing key, before anything is read',
      ['--docs', DOCS, '--model', 'openai', QUESTION],
      /^OPENAI_API_KEY is not set; .*\n$/,
    );
    fails(
      'a URL that is none, before anything is read',
      ['--docs', DOCS, '--model', 'openai', QUESTION],
      /^OPENAI_BASE_URL must be a URL such as .*\n$/,
      { OPENAI_BASE_URL: 'localhost:8080', OPENAI_API_KEY: 'key' },
    );
    fails(
      'a refused value, with nothing to trace',
      ['--trace', '--model', 'oracle', QUESTION],
      /^\[R307\] configurable\["model"\] .*\n$/,
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
