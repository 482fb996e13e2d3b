import 'reflect-metadata';
import { expect } from 'chai';
import { HumanMessage, SystemMessage } from 'runwright';
import { OpenAIModel } from '../../../examples/ask-docs/answer/openai-model.js';
import { OpenAISettings } from '../../../examples/ask-docs/answer/openai-settings.js';
import { UserError } from '../../../examples/ask-docs/user-error.js';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import {
  delta,
  events,
  failure as refusal,
  openAIServer,
  words,
  type OpenAIReply,
} from '../../support/openai-server.js';

const MESSAGES = [new SystemMessage('Be brief.'), new HumanMessage('Hi')];

describe('ask-docs: OpenAIModel', () => {
  const server = openAIServer();

  const model = (): OpenAIModel =>
    new OpenAIModel(new OpenAISettings({ OPENAI_BASE_URL: `${server.baseURL}/`, OPENAI_API_KEY: 'key' }));

  const failure = async (reply: OpenAIReply): Promise<string> => {
    server.replies.push(reply);
    const error = await caught(model().invoke(MESSAGES));
    expect(error).to.be.instanceOf(UserError);
    return (error as Error).message.replace(/^The model endpoint http:\S+\/v1 /, '');
  };

  it('streams the parts of the answer', async () => {
    server.replies.push(words('Hello world'));
    expect(await collect(model().stream(MESSAGES))).to.deep.equal(['Hello ', 'world']);
    expect(server.requests[0]?.body).to.deep.include({
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
    expect(
      await failure((response) => {
        response.writeHead(500).end('<html>');
      }),
    ).to.equal('answered 500 Internal Server Error.');
  });

  it('says what is wrong with an answer that is no stream of a completion', async () => {
    expect(
      await failure((response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      }),
    ).to.equal('did not stream its answer.');
    expect(await failure(events('{"choices'))).to.equal('gave an answer that is not valid JSON.');
    expect(await failure(events({ error: { message: 'Overloaded' } }))).to.equal(
      'broke off its answer: Overloaded.',
    );
    expect(await failure(events(delta({ content: 'Half an' })))).to.equal(
      'broke off its answer before the end.',
    );
    expect(await failure(events(delta({}, 'stop'), '[DONE]'))).to.equal('ended its answer without a word.');
  });

  it('says that the connection broke off', async () => {
    expect(await failure(events(delta({ content: 'Half an' }), 'cut'))).to.equal(
      'broke off its answer before the end.',
    );
  });

  it('says that nobody answers', async () => {
    const settings = new OpenAISettings({
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_API_KEY: 'key',
    });
    const error = (await caught(new OpenAIModel(settings).invoke(MESSAGES))) as Error;
    expect(error.message).to.match(/ cannot be reached \(.+\); check OPENAI_BASE_URL\.$/);
  });

  it('hangs up when the run is aborted, with the reason of the abortion', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let hungUp = (): void => undefined;
    const closed = new Promise<void>((resolve) => (hungUp = resolve));
    server.replies.push(async (response, request) => {
      response.on('close', hungUp);
      await events(delta({ content: 'Hello' }), new Promise(() => undefined))(response, request);
    });
    const stream = model().stream(MESSAGES, { signal: controller.signal });
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
