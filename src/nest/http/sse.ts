import { Logger, type MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { toHttpException } from './http-exception.js';

const logger = new Logger('Runwright');

/** The response that a handler gets by `@Res({ passthrough: true })`, as far as it is used: that of Express, or of Fastify. */
export type SseResponse = WritableResponse | { readonly raw: WritableResponse };

interface WritableResponse {
  readonly writableNeedDrain?: boolean;
  /** That of a response over HTTP/2, which itself does not show whether it is full. */
  readonly stream?: { readonly writableNeedDrain?: boolean };
  once(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/** Options of {@link sse}. */
export interface SseStreamOptions<T> {
  /**
   * Makes the event of a chunk; `index` counts from 0.
   *
   * @defaultValue an event with the chunk as its `data`: a string as it is, anything else as JSON
   */
  readonly event?: ((chunk: T, index: number) => MessageEvent) | undefined;
  /** The type of a last event, without data, which tells the client that the stream is complete; by default none is sent. */
  readonly end?: string | undefined;
  /**
   * The response, by `@Res({ passthrough: true })`: the run is then pulled only as fast as the client reads.
   *
   * Nest offers no other way to slow a stream down. Without it, the events that a client has not read wait in memory, and
   * Nest drops the connection once they exceed the `maxPendingDataLength` of `@Sse`, four million characters by default.
   */
  readonly response?: SseResponse | undefined;
}

/**
 * Turns the stream of a run into what an `@Sse` handler returns: one event for each chunk.
 *
 * The run starts when Nest subscribes. When the client disconnects, the stream is closed, which aborts the run; with Nest
 * 12, pass the run the signal of `@SseSignal()` as well, which is aborted even before Nest subscribes.
 *
 * An error before the first chunk goes to the exception filters. After that the response has begun, and the client is
 * sent an `error` event with what {@link toHttpException} discloses.
 *
 * @example
 * ```ts
 * import { Controller, Query, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
 * import type { Observable } from 'rxjs';
 * import { Runnable, Step } from 'runwright';
 * import { sse, type SseResponse } from 'runwright/nest';
 *
 * @Runnable()
 * class Count extends Step<number, string> {
 *   async *run(to: number) { for (let at = 1; at <= to; at += 1) yield String(at); }
 * }
 *
 * @Controller()
 * class CountController {
 *   constructor(private readonly count: Count) {}
 *
 *   @Sse('count')
 *   stream(
 *     @Query('to') to: string,
 *     @SseSignal() signal: AbortSignal,
 *     @Res({ passthrough: true }) response: SseResponse,
 *   ): Observable<MessageEvent> {
 *     return sse(this.count.stream(Number(to), { signal }), { end: 'end', response });
 *   }
 * }
 * ```
 */
export function sse<T>(
  chunks: AsyncIterable<T>,
  { event = (data) => ({ data: data as MessageEvent['data'] }), end, response }: SseStreamOptions<T> = {},
): Observable<MessageEvent> {
  const writable = response !== undefined && 'raw' in response ? response.raw : response;
  return new Observable((subscriber) => {
    const iterator = chunks[Symbol.asyncIterator]();
    void send(iterator, subscriber, event, writable).then(
      () => {
        if (end !== undefined) subscriber.next({ type: end, data: '' });
        subscriber.complete();
      },
      (error: unknown) => {
        fail(error, subscriber);
      },
    );
    return () => {
      // Nobody reads the run any more, so nobody is told how it ends. Closing one that has ended does nothing.
      iterator.return?.().catch(() => undefined);
    };
  });
}

async function send<T>(
  iterator: AsyncIterator<T>,
  subscriber: Subscriber<MessageEvent>,
  event: (chunk: T, index: number) => MessageEvent,
  response: WritableResponse | undefined,
): Promise<void> {
  for (let index = 0; !subscriber.closed; index += 1) {
    const result = await iterator.next();
    if (result.done === true) return;
    subscriber.next(event(result.value, index));
    if (response !== undefined) await drained(response, subscriber);
  }
}

/** Waits until the response takes more, or the client has left. */
async function drained(response: WritableResponse, subscriber: Subscriber<MessageEvent>): Promise<void> {
  // Nest writes one event a tick; before that the response does not show how full it is.
  await new Promise<void>((resolve) => {
    process.nextTick(resolve);
  });
  const { writableNeedDrain = response.stream?.writableNeedDrain } = response;
  if (writableNeedDrain !== true || subscriber.closed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      subscriber.remove(done);
      resolve();
    };
    response.once('drain', done);
    subscriber.add(done);
  });
}

function fail(error: unknown, subscriber: Subscriber<MessageEvent>): void {
  // The client has left; the error is that of the aborted run.
  if (subscriber.closed) return;
  const exception = toHttpException(error);
  if (exception.getStatus() === 500 && exception !== error) logger.error(error);
  subscriber.error(exception);
}
