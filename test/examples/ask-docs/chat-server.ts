import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a chat server got. */
export interface ChatRequest {
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: {
    readonly temperature?: number;
    readonly model: string;
    readonly stream: boolean;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

/** A server on the loopback interface that speaks as much of OpenAI's protocol as a test wants. */
export interface ChatServer {
  /** What `OPENAI_BASE_URL` has to be. */
  readonly url: string;
  readonly requests: readonly ChatRequest[];
  close(): Promise<void>;
}

/** Starts a chat server that answers every request in the same way. */
export async function startChatServer(
  answer: (response: ServerResponse) => void | Promise<void>,
): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const server = createServer((request, response) => {
    void read(request).then((seen) => {
      requests.push(seen);
      return answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Streams text as a chat completion, a chunk for each part. */
export function completion(...parts: string[]): (response: ServerResponse) => void {
  return (response) => {
    startEvents(response);
    for (const content of parts) response.write(chunk(content));
    response.end('data: [DONE]\n\n');
  };
}

/** Begins a stream of events. */
export function startEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
}

/** One chunk of a chat completion, as an event. */
export function chunk(content: string): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

/** Refuses with an error as OpenAI words it. */
export function refusal(status: number, message: string): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message } }));
  };
}

async function read(request: IncomingMessage): Promise<ChatRequest> {
  let body = '';
  for await (const bytes of request) body += String(bytes);
  const { url, headers } = request;
  return { url, authorization: headers.authorization, body: JSON.parse(body) as ChatRequest['body'] };
}
