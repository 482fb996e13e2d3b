import { Logger, type MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { CLIENT_CLOSED_REQUEST, toHttpException } from './http-exception.js';

const logger = new Logger('Runwright');

/** Options of {@link sse}. */
export interface SseStreamOptions<T> {
  /**
   * Makes the event of a chunk.
   *
   * @defaultValue an event with the chunk as its `data`: a string as it is, anything else as JSON
   */
  readonly event?: ((chunk: T, index: number) => MessageEvent) | undefined;
  /** The type of a last event, without data, that tells a client that the stream is complete; left out, none is sent. */
  readonly end?: string | undefined;
}

/**
 * Makes what an `@Sse` handler answers with of the stream of a run: one event for each chunk.
 *
 * The run starts when Nest reads it. When the client leaves, the stream is closed, which aborts the run; with Nest 12,
 * give the run the signal of `@SseSignal()` as well, which is aborted even before the stream is read.
 *
 * An error before the first chunk goes to the exception filters. After it the answer is under way, and the client is
 * sent an `error` event with what {@link toHttpException} lets it know.
 *
 * @example
 * ```ts
 * import { Controller, Query, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
 * import type { Observable } from 'rxjs';
 * import { Runnable, Step } from 'runwright';
 * import { sse } from 'runwright/nest';
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
 *   stream(@Query('to') to: string, @SseSignal() signal: AbortSignal): Observable<MessageEvent> {
 *     return sse(this.count.stream(Number(to), { signal }), { end: 'end' });
 *   }
 * }
 * ```
 */
export function sse<T>(
  chunks: AsyncIterable<T>,
  { event = (data) => ({ data: data as MessageEvent['data'] }), end }: SseStreamOptions<T> = {},
): Observable<MessageEvent> {
  return new Observable((subscriber) => {
    const iterator = chunks[Symbol.asyncIterator]();
    void send(iterator, subscriber, event).then(
      () => {
        if (end !== undefined) subscriber.next({ type: end, data: '' });
        subscriber.complete();
      },
      (error: unknown) => {
        fail(error, subscriber);
      },
    );
    return () => {
      // How a run ends that nobody reads is nobody's concern; one that has ended has nothing to close.
      iterator.return?.().catch(() => undefined);
    };
  });
}

async function send<T>(
  iterator: AsyncIterator<T>,
  subscriber: Subscriber<MessageEvent>,
  event: (chunk: T, index: number) => MessageEvent,
): Promise<void> {
  for (let index = 0; !subscriber.closed; index += 1) {
    const result = await iterator.next();
    if (result.done === true) return;
    subscriber.next(event(result.value, index));
  }
}

function fail(error: unknown, subscriber: Subscriber<MessageEvent>): void {
  // The client has left, and so nothing is wrong.
  if (subscriber.closed) return;
  const exception = toHttpException(error);
  const status = exception.getStatus();
  if (status === CLIENT_CLOSED_REQUEST) {
    subscriber.complete();
    return;
  }
  if (status === 500 && exception !== error) logger.error(error);
  subscriber.error(exception);
}
