import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { HumanMessage, SystemMessage } from 'runwright';
import { OpenAIModel } from '../../../examples/ask-docs/answer/openai-model.js';
import { OpenAISettings } from '../../../examples/ask-docs/answer/openai-settings.js';
import { serverSentEvents } from '../../../examples/ask-docs/answer/server-sent-events.js';
import { UserError } from '../../../examples/ask-docs/user-error.js';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { chunk, completion, refusal, startChatServer, startEvents, type ChatServer } from './chat-server.js';

const MESSAGES = [new SystemMessage('Be brief.'), new HumanMessage('Hi')];

describe('ask-docs: OpenAIModel', () => {
  const servers: ChatServer[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const modelBehind = async (answer: (response: ServerResponse) => void): Promise<OpenAIModel> => {
    const server = await startChatServer(answer);
    servers.push(server);
    return new OpenAIModel(new OpenAISettings({ OPENAI_BASE_URL: `${server.url}/`, OPENAI_API_KEY: 'key' }));
  };

  const failure = async (answer: (response: ServerResponse) => void): Promise<string> => {
    const error = await caught((await modelBehind(answer)).invoke(MESSAGES));
    expect(error).to.be.instanceOf(UserError);
    return (error as Error).message.replace(/^The model endpoint http:\S+\/v1 /, '');
  };

  it('streams the parts of the answer', async () => {
    const model = await modelBehind(completion('Hello', '', ' world'));
    expect(await collect(model.stream(MESSAGES))).to.deep.equal(['Hello', ' world']);
    expect(servers[0]?.requests[0]?.body).to.deep.equal({
      model: 'gpt-4o-mini',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      stream: true,
    });
  });

  it('says why the endpoint refused', async () => {
    expect(await failure(refusal(401, 'Bad key.'))).to.equal(
      'refused the API key (401): Bad key; check OPENAI_API_KEY.',
    );
    expect(await failure(refusal(404, 'No such model'))).to.equal(
      'knows no such path, or no model "gpt-4o-mini" (404): No such model; check OPENAI_BASE_URL and OPENAI_MODEL.',
    );
    expect(await failure(refusal(429, 'Slow down'))).to.equal('answered 429 Too Many Requests: Slow down.');
    expect(await failure((response) => response.writeHead(500).end('<html>'))).to.equal(
      'answered 500 Internal Server Error.',
    );
  });

  it('says what is wrong with an answer that is no stream of a completion', async () => {
    expect(
      await failure((response) => response.writeHead(200, { 'content-type': 'text/html' }).end()),
    ).to.equal('answered with text/html instead of a stream of events; check OPENAI_BASE_URL.');
    const events = (text: string) => (response: ServerResponse) => {
      startEvents(response);
      response.end(text);
    };
    expect(await failure(events('data: {"choices\n\n'))).to.equal(
      'sent something that is no part of a chat completion: {"choices.',
    );
    expect(await failure(events('data: {"error": {"message": "Overloaded"}}\n\n'))).to.equal(
      'broke off its answer: Overloaded.',
    );
    expect(await failure(events(chunk('Half an')))).to.equal('broke off its answer.');
    expect(await failure(events('data: [DONE]\n\n'))).to.equal('ended its answer without a word.');
  });

  it('says that the connection broke off', async () => {
    const message = await failure((response) => {
      startEvents(response);
      response.write(chunk('Half an'), () => response.destroy());
    });
    expect(message).to.match(/^broke off its answer \(.+\)\.$/);
  });

  it('says that nobody answers', async () => {
    const model = await modelBehind(completion('Hi'));
    await servers.pop()?.close();
    const error = (await caught(model.invoke(MESSAGES))) as Error;
    expect(error.message).to.match(/ cannot be reached \(ECONNREFUSED\); check OPENAI_BASE_URL\.$/);
  });

  it('hangs up when the run is aborted, with the reason of the abortion', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let hungUp = (): void => undefined;
    const closed = new Promise<void>((resolve) => (hungUp = resolve));
    const model = await modelBehind((response) => {
      startEvents(response);
      response.write(chunk('Hello'));
      response.on('close', hungUp);
    });
    const stream = model.stream(MESSAGES, { signal: controller.signal });
    expect((await stream.next()).value).to.equal('Hello');
    controller.abort(reason);
    expect(await caught(stream.next())).to.equal(reason);
    await closed;
  });

  it('needs a key and a URL that is one, once it is asked', async () => {
    const error = await caught(new OpenAIModel(new OpenAISettings({})).invoke(MESSAGES));
    expect(error).to.be.instanceOf(UserError);
    expect(() => new OpenAISettings({}).apiKey).to.throw(UserError, 'OPENAI_API_KEY is not set');
    expect(
      () => new OpenAISettings({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'localhost:8080' }).baseUrl,
    ).to.throw(
      UserError,
      'OPENAI_BASE_URL must be a URL such as http://localhost:11434/v1, got "localhost:8080".',
    );
  });
});

describe('ask-docs: serverSentEvents', () => {
  const read = (...parts: (string | Uint8Array)[]): Promise<string[]> => {
    const body = (async function* () {
      for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
    })();
    return collect(serverSentEvents(body));
  };

  it('gives the data of each event, whatever ends its lines', async () => {
    expect(await read('data: a\n\ndata:b\r\n\r\ndata: c\r\rdata: d\n')).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('puts together what arrives in pieces, characters and line ends included', async () => {
    const bytes = new TextEncoder().encode('data: ä\r\n\r\ndata: b\n\n');
    expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).to.deep.equal(['ä', 'b']);
  });

  it('joins the lines of an event, and passes over comments and other fields', async () => {
    expect(await read(': hello\nevent: x\nid: 1\ndata: a\ndata:\ndata: b\n\n\n')).to.deep.equal(['a\n\nb']);
  });
});
