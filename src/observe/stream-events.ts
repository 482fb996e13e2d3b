import { InvalidOptionError } from '../errors/declaration-errors.js';
import { describe } from '../errors/describe.js';
import { InvalidConfigError } from '../errors/run-errors.js';
import type { Kwargs } from '../plan/config.js';
import type { Runnable, RunnableStream } from '../plan/runnable.js';
import type {
  EventStreamOptions,
  StreamEvent,
  StreamEventsConfig,
  StreamEventsConfigLike,
} from '../plan/stream-event.js';
import { addObserver } from './audience.js';
import { bufferSizeOf } from './buffer-size.js';
import { EventObserver } from './event-observer.js';
import { ObservedStream } from './observed-stream.js';
import { passes } from './run-filter.js';
import { ServerSentEvents } from './server-sent-events.js';

/** Streams a runnable, and gives the events of its runs instead of its chunks; see `streamEvents` of runnables. */
export function streamEvents<I>(
  runnable: Runnable<I, unknown>,
  input: I,
  config: StreamEventsConfigLike = {},
  options: EventStreamOptions = {},
  kwargs?: Kwargs,
): RunnableStream<StreamEvent> | RunnableStream<Uint8Array> {
  const { version = 'v2', encoding, ...rest } = config as StreamEventsConfig;
  checkVersion(version);
  checkEncoding(encoding, runnable);
  const events = new ObservedStream<StreamEvent>(
    bufferSizeOf(options, `${runnable.getName()}.streamEvents`),
    (channel) => {
      const observer = new EventObserver({ version, input, passes: passes(options) }, (event) =>
        channel.push(event),
      );
      return runnable.stream(input, { ...rest, callbacks: addObserver(rest.callbacks, observer) }, kwargs);
    },
  );
  return encoding === undefined ? events : new ServerSentEvents(events);
}

function checkVersion(version: unknown): void {
  if (version === 'v1' || version === 'v2') return;
  throw new InvalidConfigError(
    `Only versions "v1" and "v2" of the schema is currently supported. Got ${describe(version)}.`,
  );
}

function checkEncoding(encoding: unknown, runnable: Runnable<never, unknown>): void {
  if (encoding === undefined || encoding === 'text/event-stream') return;
  throw new InvalidOptionError(
    `${runnable.getName()}.streamEvents`,
    'encoding',
    '"text/event-stream" or undefined',
    encoding,
  );
}

declare module '../plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a merged interface has the parameters of the first
  interface Runnable<in I, out O> {
    /**
     * Runs it on one input, and gives events for what happens in it and in every run below: starts, chunks, ends, and what
     * steps send with `ctx.dispatch`. See {@link StreamEvent}. With `encoding: 'text/event-stream'`, each event is given as
     * the bytes of a Server-Sent Event.
     *
     * The first pull starts the run, which then proceeds ahead of the reader as far as `bufferSize` allows. Leaving the
     * events early stops the run, and waits until it has cleaned up. An error of the run is thrown after the events before it.
     *
     * @param options - Which runs to give events for, and how far the run may be ahead.
     * @example
     * ```ts
     * import { RunnableLambda } from 'runwright';
     *
     * const reverse = RunnableLambda.from((text: string) => Array.from(text).reverse().join(''));
     * for await (const { event, name, data } of reverse.streamEvents('hello')) console.log(event, name, data);
     * // on_chain_start RunnableLambda { input: 'hello' }
     * // on_chain_stream RunnableLambda { chunk: 'olleh' }
     * // on_chain_end RunnableLambda { output: 'olleh' }
     * ```
     *
     * @throws {@link InvalidConfigError} if `version` is neither `'v2'` nor `'v1'`.
     * @throws {@link InvalidOptionError} if `encoding` is not `'text/event-stream'`, or `bufferSize` not a number from 1.
     */
    streamEvents(
      input: I,
      config: StreamEventsConfig & { readonly encoding: 'text/event-stream' },
      options?: EventStreamOptions,
      kwargs?: Kwargs,
    ): RunnableStream<Uint8Array>;
    /** Gives the events as objects: `{ event: 'on_chain_start', name, run_id, parent_ids, tags, metadata, data }`. */
    streamEvents(
      input: I,
      config?: StreamEventsConfigLike,
      options?: EventStreamOptions,
      kwargs?: Kwargs,
    ): RunnableStream<StreamEvent>;
  }
}
