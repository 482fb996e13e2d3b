import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that the server was sent. */
export interface OpenAIRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the client has hung up before the answer was complete. */
  aborted: boolean;
}

/** What the server answers a request with. */
export type OpenAIReply = (response: ServerResponse, request: OpenAIRequest) => void | Promise<void>;

/** A server on the loopback that speaks OpenAI's protocol, as far as its replies do. */
export interface OpenAIServer {
  readonly baseURL: string;
  readonly requests: OpenAIRequest[];
  /** The replies to come, in their order. */
  readonly replies: OpenAIReply[];
}

/** Gives the tests around it a server, each with requests and replies of its own. */
export function openAIServer(): OpenAIServer {
  const requests: OpenAIRequest[] = [];
  const replies: OpenAIReply[] = [];
  let server: Server;
  before(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    requests.length = 0;
    replies.length = 0;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
    const request = { path: message.url ?? '', headers: message.headers, body, aborted: false };
    response.on('close', () => (request.aborted = !response.writableFinished));
    requests.push(request);
    await (replies.shift() ?? failure(500, 'no reply was scripted'))(response, request);
  }

  return {
    requests,
    replies,
    get baseURL() {
      return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
    },
  };
}

const FACTS = { id: 'chatcmpl-1', created: 1, model: 'test-model' };

/** Answers at once with a message. */
export function message(content: string | null, extra: object = {}, usage?: object): OpenAIReply {
  return (response) => {
    const choice = { index: 0, message: { role: 'assistant', content, ...extra }, finish_reason: 'stop' };
    json(response, { ...FACTS, object: 'chat.completion', choices: [choice], usage });
  };
}

/** Answers at once with JSON. */
export function body(value: unknown): OpenAIReply {
  return (response) => json(response, value);
}

/** Answers with an error. */
export function failure(status: number, text: string, headers: Record<string, string> = {}): OpenAIReply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: text, type: 'test', code: null } }));
  };
}

/** A piece of a streamed answer: a delta, an event as it is, `'cut'` for the end of the connection, or a wait. */
export type StreamStep = object | string | Promise<unknown>;

/** A delta of a message. */
export function delta(piece: object, finish: string | null = null): object {
  const choices = [{ index: 0, delta: piece, finish_reason: finish }];
  return { ...FACTS, object: 'chat.completion.chunk', choices };
}

/** Answers in events. */
export function events(...steps: StreamStep[]): OpenAIReply {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const step of steps) {
      if (step instanceof Promise) await step;
      else if (step === 'cut') {
        response.destroy();
        return;
      } else response.write(`data: ${typeof step === 'string' ? step : JSON.stringify(step)}\n\n`);
      // Each event in a packet of its own.
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
}

/** Answers in the words of a text, with an end as OpenAI writes it. */
export function words(text: string): OpenAIReply {
  return events(
    delta({ role: 'assistant', content: '' }),
    ...(text.match(/\S+\s*/g) ?? []).map((word) => delta({ content: word })),
    delta({}, 'stop'),
    { ...FACTS, choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } },
    '[DONE]',
  );
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
