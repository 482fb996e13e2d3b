import 'reflect-metadata';
import { IsInt, IsString } from 'class-validator';
import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import OpenAI from 'openai';
import {
  AIMessage,
  AIMessageChunk,
  Chain,
  ChatMessage,
  ChatPromptTemplate,
  HumanMessage,
  ModelAnswerError,
  OpenAIChatModel,
  OutputParserError,
  Retry,
  RunnableSequence,
  Step,
  StringOutputParser,
  SystemMessage,
  TimeoutError,
  ToolMessage,
  type OpenAIFields,
} from 'runwright';
import { caught } from '../../../support/caught.js';
import { collect } from '../../../support/collect.js';
import { fakeClock } from '../../../support/fake-clock.js';
import { printedBy } from '../../../support/printed-by.js';
import {
  body,
  delta,
  events,
  failure,
  message,
  openAIServer,
  words,
} from '../../../support/openai-server.js';

describe('OpenAIChatModel', () => {
  const server = openAIServer();

  const model = (fields: Partial<OpenAIFields> = {}): OpenAIChatModel =>
    new OpenAIChatModel({ model: 'test-model', apiKey: 'secret', baseURL: server.baseURL, ...fields });

  describe('invoke', () => {
    it('sends the conversation and gives the answer with its facts', async () => {
      server.replies.push(
        message(
          'Hello.',
          {},
          {
            prompt_tokens: 12,
            completion_tokens: 3,
            total_tokens: 15,
            prompt_tokens_details: { cached_tokens: 8 },
            completion_tokens_details: { reasoning_tokens: 1 },
          },
        ),
      );
      expect(await model().invoke('Hi')).to.deep.equal(
        new AIMessage({
          content: 'Hello.',
          id: 'chatcmpl-1',
          usage: {
            inputTokens: 12,
            outputTokens: 3,
            totalTokens: 15,
            inputTokenDetails: { cacheRead: 8 },
            outputTokenDetails: { reasoning: 1 },
          },
          responseMetadata: { model: 'test-model', finishReason: 'stop' },
        }),
      );
      const [request] = server.requests;
      expect(request?.path).to.equal('/v1/chat/completions');
      expect(request?.headers.authorization).to.equal('Bearer secret');
      expect(request?.body).to.deep.equal({
        model: 'test-model',
        messages: [{ role: 'user', content: 'Hi' }],
      });
    });

    it('writes every kind of message', async () => {
      server.replies.push(message('ok'));
      await model().invoke([
        new SystemMessage({ content: 'Be brief.', name: 'setup' }),
        new HumanMessage([
          { type: 'text', text: 'What is this?' },
          { type: 'image', url: 'https://example.com/a.png' },
          { type: 'image', data: 'AAAA', mimeType: 'image/png' },
          { type: 'audio', data: 'BBBB', mimeType: 'audio/wav' },
          { type: 'file', fileId: 'file-1' },
          { type: 'file', data: 'CCCC', mimeType: 'application/pdf', name: 'a.pdf' },
          { type: 'image_url', image_url: { url: 'https://example.com/b.png' } },
        ]),
        new AIMessage({
          content: [
            { type: 'reasoning', reasoning: 'hm' },
            { type: 'text', text: 'Let me look.' },
          ],
          toolCalls: [{ id: 'call_1', name: 'look', args: { at: 'it' } }],
          invalidToolCalls: [{ id: 'call_2', name: 'look', args: '{', error: 'bad' }],
        }),
        new ToolMessage({ content: 'A cat.', toolCallId: 'call_1' }),
        new AIMessage({ content: '', toolCalls: [{ id: 'call_3', name: 'purr', args: {} }] }),
        new AIMessage({ content: '', additionalKwargs: { refusal: 'No.' } }),
        new ChatMessage({ role: 'developer', content: 'Go on.' }),
      ]);
      const call = (id: string, name: string, args: string): object => ({
        id,
        type: 'function',
        function: { name, arguments: args },
      });
      expect(server.requests[0]?.body['messages']).to.deep.equal([
        { role: 'system', content: 'Be brief.', name: 'setup' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
            { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
            { type: 'file', file: { file_id: 'file-1' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,CCCC', filename: 'a.pdf' } },
            { type: 'image_url', image_url: { url: 'https://example.com/b.png' } },
          ],
        },
        {
          role: 'assistant',
          content: [{ type: 'text', text: 'Let me look.' }],
          tool_calls: [call('call_1', 'look', '{"at":"it"}'), call('call_2', 'look', '{')],
        },
        { role: 'tool', content: 'A cat.', tool_call_id: 'call_1' },
        { role: 'assistant', content: null, tool_calls: [call('call_3', 'purr', '{}')] },
        { role: 'assistant', content: '', refusal: 'No.' },
        { role: 'developer', content: 'Go on.' },
      ]);
    });

    it('sends no content where an answer consisted of thoughts alone', async () => {
      server.replies.push(message('ok'));
      const content = [{ type: 'reasoning', reasoning: 'hm' }] as const;
      await model().invoke([
        new AIMessage({ content, toolCalls: [{ id: 'call_1', name: 'look', args: {} }] }),
        new ToolMessage({ content: 'A cat.', toolCallId: 'call_1' }),
        new AIMessage({ content }),
      ]);
      const messages = server.requests[0]?.body['messages'] as { content: unknown }[];
      expect(messages.map((sent) => sent.content)).to.deep.equal([null, 'A cat.', '']);
    });

    it('sends options: its own, those bound, those of the call', async () => {
      server.replies.push(message('ok'));
      await model({ temperature: 1, topP: 0.5, seed: 7, modelKwargs: { top_k: 3 } })
        .withOptions({ temperature: 0.5, maxTokens: 10, stop: ['.'], topP: undefined })
        .invoke('x', undefined, { temperature: 0, model: 'other', parallelToolCalls: false });
      expect(server.requests[0]?.body).to.deep.include({
        model: 'other',
        temperature: 0,
        top_p: 0.5,
        seed: 7,
        top_k: 3,
        max_tokens: 10,
        stop: ['.'],
        parallel_tool_calls: false,
      });
    });

    it('tells of tools, and gives the calls that the model asks for', async () => {
      const parameters = { type: 'object', properties: { city: { type: 'string' } } };
      server.replies.push(
        message(null, {
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
            { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city"' } },
          ],
        }),
      );
      const answer = await model()
        .bindTools([{ name: 'weather', description: 'Tells the weather.', parameters }], {
          toolChoice: { name: 'weather' },
        })
        .invoke('Oslo?');
      expect(answer.content).to.equal('');
      expect(answer.toolCalls).to.deep.equal([{ id: 'call_1', name: 'weather', args: { city: 'Oslo' } }]);
      expect(answer.invalidToolCalls).to.have.length(1);
      expect(server.requests[0]?.body).to.deep.include({
        tools: [
          { type: 'function', function: { name: 'weather', description: 'Tells the weather.', parameters } },
        ],
        tool_choice: { type: 'function', function: { name: 'weather' } },
      });
    });

    it('takes arguments that come as an object, and counts of tokens that are null', async () => {
      const called = {
        id: 'call_1',
        type: 'function',
        function: { name: 'weather', arguments: { city: 'Oslo' } },
      };
      server.replies.push(
        message(null, { tool_calls: [called] }, { prompt_tokens: 3, completion_tokens: null }),
      );
      const answer = await model().invoke('Oslo?');
      expect(answer.toolCalls).to.deep.equal([{ id: 'call_1', name: 'weather', args: { city: 'Oslo' } }]);
      expect(answer.usage).to.deep.equal({ inputTokens: 3, outputTokens: 0, totalTokens: 3 });
    });

    it('asks for JSON of a schema', async () => {
      server.replies.push(message('{}'));
      const schema = { type: 'object', properties: {} };
      await model()
        .withOptions({ responseFormat: { type: 'jsonSchema', name: 'Answer', schema } })
        .invoke('x');
      expect(server.requests[0]?.body['response_format']).to.deep.equal({
        type: 'json_schema',
        json_schema: { name: 'Answer', schema },
      });
    });

    it('gives structured output, by a schema or by a tool', async () => {
      class City {
        @IsString() name!: string;
        @IsInt() people!: number;
      }
      const oslo = '{"name": "Oslo", "people": 700000}';
      const call = { id: 'call_1', type: 'function', function: { name: 'City', arguments: oslo } };
      server.replies.push(message(oslo), message(null, { tool_calls: [call] }), words(oslo));
      const cities = [
        await model().withStructuredOutput(City).invoke('Oslo?'),
        await model().withStructuredOutput(City, { method: 'toolCalling' }).invoke('Oslo?'),
        ...(await collect(model().withStructuredOutput(City).stream('Oslo?'))),
      ];
      for (const city of cities) {
        expect(city).to.be.instanceOf(City);
        expect(city).to.deep.equal(Object.assign(new City(), JSON.parse(oslo)));
      }
      const [first, second, third] = server.requests.map(({ body }) => body);
      expect(first).to.have.nested.property('response_format.json_schema.name', 'City');
      expect(first).to.have.nested.property('response_format.json_schema.schema.properties.people.type');
      expect(second).to.have.nested.property('tool_choice.function.name', 'City');
      expect(third).to.include({ stream: true });
      server.replies.push(message('{"name": "Oslo"}'));
      const error = await caught(model().withStructuredOutput(City).invoke('Oslo?'));
      expect(error).to.be.instanceOf(OutputParserError);
    });

    it('keeps what a model thought, and what it refused', async () => {
      server.replies.push(message(null, { reasoning_content: 'Hm.', refusal: 'No.' }));
      expect((await model().invoke('x')).additionalKwargs).to.deep.equal({
        reasoning_content: 'Hm.',
        refusal: 'No.',
      });
    });

    it('fails for an answer without a message, and for one that is no JSON', async () => {
      server.replies.push(body({ id: 'x', choices: [] }), body(null), (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"id": ');
      });
      for (let answer = 1; answer <= 2; answer += 1) {
        expect(((await caught(model().invoke('x'))) as Error).message).to.equal(
          '[R353] The model test-model gave an answer without a message.',
        );
      }
      const error = (await caught(model().invoke('x'))) as ModelAnswerError;
      expect(error.message).to.equal('[R353] The model test-model gave an answer that is not valid JSON.');
      expect(error.cause).to.be.instanceOf(SyntaxError);
    });
  });

  describe('stream', () => {
    it('gives the answer as it comes, and its usage at the end', async () => {
      server.replies.push(words('to be or not'));
      const chunks = await collect(model().stream('Hamlet?'));
      for (const chunk of chunks) expect(chunk).to.be.instanceOf(AIMessageChunk);
      expect(chunks.map(({ text }) => text)).to.deep.equal(['', 'to ', 'be ', 'or ', 'not', '', '']);
      const sum = chunks.reduce((left, right) => left.concat(right));
      expect(sum.toMessage()).to.deep.equal(
        new AIMessage({
          content: 'to be or not',
          id: 'chatcmpl-1',
          usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 },
          responseMetadata: { model: 'test-model', finishReason: 'stop' },
        }),
      );
      expect(server.requests[0]?.body).to.deep.include({
        stream: true,
        stream_options: { include_usage: true },
      });
    });

    it('does not ask for the usage of an endpoint that does not know it', async () => {
      server.replies.push(words('x'));
      await collect(model({ streamUsage: false }).stream('x'));
      expect(server.requests[0]?.body).not.to.have.property('stream_options');
    });

    it('gives each chunk before the next has been sent', async () => {
      let goOn: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      server.replies.push(events(delta({ content: 'a' }), held, delta({ content: 'b' }, 'stop'), '[DONE]'));
      const chain = RunnableSequence.from([
        ChatPromptTemplate.fromTemplate('{x}'),
        model(),
        new StringOutputParser(),
      ]);
      const seen: string[] = [];
      for await (const text of chain.stream('x')) {
        seen.push(text);
        goOn();
      }
      expect(seen).to.deep.equal(['a', 'b']);
    });

    it('gives tool calls in pieces that add up', async () => {
      const call = (piece: object): object => delta({ tool_calls: [{ index: 0, ...piece }] });
      server.replies.push(
        events(
          call({ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }),
          call({ function: { arguments: '{"city"' } }),
          call({ function: { arguments: ':"Oslo"}' } }),
          delta({ tool_calls: [{ index: 1, id: 'call_2', function: { name: 'now', arguments: '' } }] }),
          delta({}, 'tool_calls'),
          '[DONE]',
        ),
      );
      const sum = (await collect(model().stream('x'))).reduce((left, right) => left.concat(right));
      expect(sum.toolCalls).to.deep.equal([
        { id: 'call_1', name: 'weather', args: { city: 'Oslo' } },
        { id: 'call_2', name: 'now', args: {} },
      ]);
    });

    it('hangs up when its reader leaves', async () => {
      server.replies.push(events(delta({ content: 'a' }), new Promise(() => undefined)));
      for await (const chunk of model().stream('x')) {
        expect(chunk.text).to.equal('a');
        break;
      }
      await until(() => server.requests[0]?.aborted === true);
    });

    it('fails where the connection is cut', async () => {
      server.replies.push(events(delta({ content: 'a' }), 'cut'));
      const seen: string[] = [];
      const error = (await caught(
        (async () => {
          for await (const chunk of model().stream('x')) seen.push(chunk.text);
        })(),
      )) as ModelAnswerError;
      expect(seen).to.deep.equal(['a']);
      expect(error).to.be.instanceOf(ModelAnswerError);
      expect(error.message).to.equal('[R353] The model test-model broke off its answer before the end.');
      expect(error.cause).to.be.instanceOf(TypeError);
    });

    it('fails where the stream ends before the answer does', async () => {
      server.replies.push(events(delta({ content: 'a' }), '[DONE]'));
      expect(((await caught(collect(model().stream('x')))) as Error).message).to.equal(
        '[R353] The model test-model broke off its answer before the end.',
      );
    });

    it('fails where there is no stream, as of a page that stands at the URL', async () => {
      server.replies.push((response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Welcome</html>');
      });
      expect(((await caught(collect(model().stream('x')))) as Error).message).to.equal(
        '[R353] The model test-model did not stream its answer.',
      );
    });

    it('fails for a malformed chunk, and prints nothing', async () => {
      server.replies.push(events(delta({ content: 'a' }), '{"choices": [{'));
      const error = (await caught(collect(model().stream('x')))) as ModelAnswerError;
      expect(error.message).to.equal('[R353] The model test-model gave an answer that is not valid JSON.');
      expect(error.cause).to.be.instanceOf(SyntaxError);
    });

    it('fails for chunks that are not in the protocol', async () => {
      for (const chunk of ['null', '{"choices": [{"delta": {"tool_calls": 3}}]}']) {
        server.replies.push(events(chunk, delta({}, 'stop'), '[DONE]'));
        const error = (await caught(collect(model().stream('x')))) as ModelAnswerError;
        expect(error.message, chunk).to.equal(
          '[R353] The model test-model gave an answer that does not follow the protocol.',
        );
        expect(error.cause).to.be.instanceOf(TypeError);
      }
    });

    it('passes over what a chunk leaves out', async () => {
      server.replies.push(
        events(
          '{}',
          '{"choices": null}',
          '{"choices": [{"delta": null}]}',
          delta({ content: null, tool_calls: null }),
          delta({ content: 'a' }, 'stop'),
          '[DONE]',
        ),
      );
      const chunks = await collect(model().stream('x'));
      expect(chunks.map(({ text }) => text)).to.deep.equal(['', '', '', '', 'a']);
    });

    it('fails with the error that comes within the stream', async () => {
      server.replies.push(
        events(delta({ content: 'a' }), { error: { message: 'overloaded', code: 'busy' } }),
      );
      const error = await caught(collect(model().stream('x')));
      expect(error).to.be.instanceOf(OpenAI.APIError);
      expect((error as Error).message).to.include('overloaded');
    });
  });

  describe('errors', () => {
    it('are those of the package, untouched, with status and headers', async () => {
      server.replies.push(failure(500, 'broken'));
      const error = (await caught(model().invoke('x'))) as InstanceType<typeof OpenAI.APIError>;
      expect(error).to.be.instanceOf(OpenAI.InternalServerError);
      expect([error.status, error.message]).to.deep.equal([500, '500 broken']);
      expect(server.requests).to.have.length(1);
    });

    it('tell of an endpoint that is not there', async () => {
      const error = await caught(model({ baseURL: 'http://127.0.0.1:9/v1' }).invoke('x'));
      expect(error).to.be.instanceOf(OpenAI.APIConnectionError);
    });

    describe('and retries', () => {
      const clock = fakeClock();

      it('429: @Retry waits as long as Retry-After says', async () => {
        @Retry({ stopAfterAttempt: 3, retryOn: [OpenAI.RateLimitError], waitExponentialJitter: false })
        @Chain([ChatPromptTemplate.fromTemplate('{x}'), model(), new StringOutputParser()])
        class Ask extends Step<string, string> {}
        server.replies.push(
          failure(429, 'slow down', { 'retry-after': '7' }),
          failure(429, 'slow down', { 'retry-after': '3' }),
          message('now'),
        );
        const started = clock.now;
        expect(await clock.passUntil(new Ask().invoke('x'))).to.equal('now');
        expect(clock.now - started).to.equal(10_000);
        expect(server.requests).to.have.length(3);
      });

      it('429: a retry of the model does, too, also streamed', async () => {
        server.replies.push(failure(429, 'slow down', { 'retry-after': '7' }), words('now'));
        const started = clock.now;
        const robust = model().withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false });
        const chunks = await clock.passUntil(collect(robust.stream('x')));
        expect(chunks.map(({ text }) => text).join('')).to.equal('now');
        expect(clock.now - started).to.equal(7_000);
      });
    });

    it('500: a retry applies to a stream up to its first chunk', async () => {
      server.replies.push(failure(500, 'broken'), words('fine'));
      const robust = model().withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false });
      expect((await collect(robust.stream('x'))).map(({ text }) => text).join('')).to.equal('fine');
    });
  });

  describe('abortion', () => {
    it('hangs up, and rejects with the reason', async () => {
      const controller = new AbortController();
      server.replies.push(() => controller.abort(reason));
      const reason = new Error('enough');
      expect(await caught(model().invoke('x', { signal: controller.signal }))).to.equal(reason);
      await until(() => server.requests[0]?.aborted === true);
      expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
    });

    it('ends a stream with the reason', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      server.replies.push(events(delta({ content: 'a' }), new Promise(() => undefined)));
      const error = await caught(
        (async () => {
          for await (const chunk of model().stream('x', { signal: controller.signal })) {
            expect(chunk.text).to.equal('a');
            controller.abort(reason);
          }
        })(),
      );
      expect(error).to.equal(reason);
      await until(() => server.requests[0]?.aborted === true);
    });

    it('leaves no listener on a signal that outlives its calls', async () => {
      const { signal } = new AbortController();
      for (let count = 0; count < 3; count += 1) {
        server.replies.push(message('x'), words('x y'));
        await model().invoke('x', { signal });
        await collect(model().stream('x', { signal }));
      }
      expect(getEventListeners(signal, 'abort')).to.have.length(0);
    });

    it('a timeout of the run ends the call', async () => {
      server.replies.push(() => undefined);
      expect(await caught(model().invoke('x', { timeout: 15 }))).to.be.instanceOf(TimeoutError);
      await until(() => server.requests[0]?.aborted === true);
    });

    it('a timeout of its own ends a call that is not answered', async () => {
      server.replies.push(() => undefined);
      expect(await caught(model({ timeout: 15 }).invoke('x'))).to.be.instanceOf(
        OpenAI.APIConnectionTimeoutError,
      );
    });
  });

  describe('the package openai', () => {
    it('may be brought as a client of one’s own', async () => {
      const client = new OpenAI({ apiKey: 'own', baseURL: server.baseURL });
      server.replies.push(message('x'));
      await new OpenAIChatModel({ model: 'm', client }).invoke('x');
      expect(server.requests[0]?.headers.authorization).to.equal('Bearer own');
    });

    it('takes an environment variable that is blank for one that is not set', async () => {
      const names = ['OPENAI_BASE_URL', 'OPENAI_API_KEY'] as const;
      const before = names.map((name) => process.env[name]);
      const bodies: object[] = [];
      const create = (sent: never): Promise<object> => {
        bodies.push(sent);
        return Promise.resolve({ choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] });
      };
      try {
        for (const name of names) process.env[name] = '';
        const client = { chat: { completions: { create } } };
        await new OpenAIChatModel({ model: 'm', client, maxTokens: 5 }).invoke('x');
        expect(bodies[0]).to.include({ max_completion_tokens: 5 });
        server.replies.push(message('x'));
        await model({ apiKey: undefined }).invoke('x');
        expect(server.requests[0]?.headers.authorization).to.equal('Bearer none');
      } finally {
        names.forEach((name, index) => {
          if (before[index] === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = before[index];
        });
      }
    });

    it('is loaded with the first call, which says so where it is not installed', async () => {
      const printed = await printedBy(`
        import { register } from 'node:module';
        register('data:text/javascript,' + encodeURIComponent(
          'export const resolve = (name, context, next) => {' +
          '  if (name === "openai") throw new Error("not installed"); return next(name, context); };'));
        const { OpenAIChatModel } = await import('runwright');
        const model = new OpenAIChatModel({ model: 'm', apiKey: 'k' });
        await model.invoke('x').catch((error) => console.log(JSON.stringify(error.message)));
      `);
      expect(printed).to.equal(
        '[R312] OpenAIChatModel needs openai, which could not be loaded. Install with: npm install openai',
      );
    }).timeout(60_000);

    it('needs a model', () => {
      expect(() => new OpenAIChatModel({ model: '' })).to.throw(
        '[A102] OpenAIChatModel: model must be the name of a model, got "" (string).',
      );
    });

    it('needs a URL that is one', () => {
      expect(() => model({ baseURL: 'example' })).to.throw(
        '[A102] OpenAIChatModel: baseURL must be a URL such as http://localhost:11434/v1, got "example" (string).',
      );
    });
  });
});

/** Waits until something has come about on the other side of the loopback. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !isSo(); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  expect(isSo()).to.equal(true);
}
