import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { RunContext } from '../plan/context.js';
import type { Runnable, RunnableStream } from '../plan/runnable.js';
import type { EventStreamOptions } from '../plan/stream-event.js';
import type { Channel } from '../stream/channel.js';
import { Sum } from '../stream/sum.js';
import { addObserver } from './audience.js';
import { bufferSizeOf } from './buffer-size.js';
import { jsonCopy } from './json-copy.js';
import { jsonDiff } from './json-diff.js';
import { LogObserver } from './log-observer.js';
import { ObservedStream } from './observed-stream.js';
import { passes } from './run-filter.js';
import { RunLog, RunLogPatch, type JsonPatchOperation } from './run-log.js';

/** Options of `streamLog` besides the config. */
export interface StreamLogOptions extends EventStreamOptions {
  /**
   * Whether to give each change as a patch; otherwise, each change gives the whole log so far.
   *
   * @defaultValue true
   */
  readonly diff?: boolean | undefined;
  /**
   * Whether the log lists the chunks of the output, in addition to their sum.
   *
   * @defaultValue true
   */
  readonly withStreamedOutputList?: boolean | undefined;
}

/** Streams a runnable, and gives the log of its runs instead of its chunks; see `streamLog` of runnables. */
export function streamLog<I>(
  runnable: Runnable<I, unknown>,
  input: I,
  config: RunnableConfig | RunContext = {},
  options: StreamLogOptions = {},
  kwargs?: Kwargs,
): RunnableStream<RunLogPatch> {
  const { diff = true, withStreamedOutputList = true } = options;
  const limit = bufferSizeOf(options, `${runnable.getName()}.streamLog`);
  const output = new Output(withStreamedOutputList);
  let log = new RunLog([], undefined);
  const write = (
    channel: Channel<RunLogPatch>,
    ops: readonly JsonPatchOperation[],
  ): Promise<void> | undefined => {
    const patch = new RunLogPatch(ops);
    return channel.push(diff ? patch : (log = log.concat(patch)));
  };
  return new ObservedStream<RunLogPatch>(
    limit,
    (channel) => {
      const observer = new LogObserver(passes(options), (ops) => write(channel, ops));
      const { callbacks, ...rest } = config as RunnableConfig;
      return runnable.stream(input, { ...rest, callbacks: addObserver(callbacks, observer) }, kwargs);
    },
    (chunk, channel) => write(channel, output.add(chunk)),
  );
}

/** The growing output of the root. */
class Output {
  readonly #sum = new Sum();
  #value: unknown;

  constructor(readonly listed: boolean) {}

  /** Adds a chunk, and gives what that changes in the log. */
  add(chunk: unknown): readonly JsonPatchOperation[] {
    const before = this.#sum.add(chunk) ? this.#value : undefined;
    if (before === undefined) this.#sum.restart(chunk);
    this.#value = this.#sum.value;
    const final = jsonDiff(before, this.#value, '/final_output');
    return this.listed
      ? [{ op: 'add', path: '/streamed_output/-', value: jsonCopy(chunk) }, ...final]
      : final;
  }
}

declare module '../plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a merged interface has the parameters of the first
  interface Runnable<in I, out O> {
    /**
     * Runs it on one input, and gives a log of what happens in it and in every run below: each change as a JSON Patch of a
     * {@link RunState}, or with `diff: false`, the whole log after each change.
     *
     * The run proceeds as it does for `streamEvents`.
     *
     * @param options - Which runs below to log, and in what form.
     * @throws {@link InvalidOptionError} if `bufferSize` is not a number from 1.
     * @example
     * ```ts
     * import { RunnableLambda } from 'runwright';
     *
     * const reverse = RunnableLambda.from((text: string) => Array.from(text).reverse().join(''));
     * for await (const log of reverse.streamLog('hello', {}, { diff: false })) console.log(log);
     * // the last: { ops: […], state: { name: 'RunnableLambda', final_output: 'olleh', … } }
     * ```
     */
    streamLog(
      input: I,
      config: RunnableConfig | RunContext | undefined,
      options: StreamLogOptions & { readonly diff: false },
      kwargs?: Kwargs,
    ): RunnableStream<RunLog>;
    /** Gives the log as patches, each with what has changed since the one before. */
    streamLog(
      input: I,
      config?: RunnableConfig | RunContext,
      options?: StreamLogOptions,
      kwargs?: Kwargs,
    ): RunnableStream<RunLogPatch>;
  }
}
