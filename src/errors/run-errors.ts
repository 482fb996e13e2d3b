import { ErrorCode } from './codes.js';
import { describe } from './describe.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when functions that return runnables nest deeper than the config's `recursionLimit`. */
export class RecursionLimitError extends RunwrightError {
  override readonly name = 'RecursionLimitError';

  constructor(
    readonly runnable: string,
    readonly input: unknown,
  ) {
    super(
      ErrorCode.RecursionLimit,
      `[R301] Recursion limit reached when invoking ${runnable} with input ${describe(input)}. ` +
        'A function that returns a runnable may do so `recursionLimit` times (25 unless the config says otherwise).',
    );
  }
}

/** Thrown when the chunks of a generator cannot be added up to one value, as `invoke` has to do. */
export class NotAddableError extends RunwrightError {
  override readonly name = 'NotAddableError';

  constructor(
    readonly runnable: string,
    left: unknown,
    right: unknown,
  ) {
    super(
      ErrorCode.NotAddable,
      `[R302] The chunks of ${runnable} cannot be added: ${describe(left)} and ${describe(right)}. ` +
        "Stream it, yield chunks of one addable type, or collect them with { collect: 'list' }.",
    );
  }
}

/** Options of an {@link AsynchronousStepError}: how to fix it, and its cause. */
export interface AsynchronousStepOptions extends ErrorOptions {
  readonly fix?: string;
}

/** Thrown by `invokeSync` when a step returns a promise or an asynchronous stream, or has to wait. */
export class AsynchronousStepError extends RunwrightError {
  override readonly name = 'AsynchronousStepError';

  constructor(
    readonly runnable: string,
    what = 'gives a promise',
    { fix = 'make the step synchronous', ...options }: AsynchronousStepOptions = {},
  ) {
    super(
      ErrorCode.Asynchronous,
      `[R303] invokeSync needs synchronous steps, but ${runnable} ${what}. Use invoke, or ${fix}.`,
      options,
    );
  }
}

/** Rejects an aborted run whose reason is not an Error; the reason is the `cause`. */
export class AbortError extends RunwrightError {
  override readonly name = 'AbortError';

  constructor(reason: unknown) {
    super(ErrorCode.Aborted, `[R304] The run was aborted: ${describe(reason)}.`, { cause: reason });
  }
}

/** Which of the three limits of a timeout was exceeded. */
export type TimeoutKind = 'total' | 'firstChunk' | 'idle';

/** Rejects a run that has exceeded its `timeout`, or the `total`, `firstChunk` or `idle` limit of `withTimeout`. */
export class TimeoutError extends RunwrightError {
  override readonly name = 'TimeoutError';

  constructor(
    readonly limitMs: number,
    readonly limit: TimeoutKind = 'total',
  ) {
    super(ErrorCode.Timeout, `[R305] ${TIMEOUT_FACTS[limit]} within ${String(limitMs)} ms.`);
  }
}

const TIMEOUT_FACTS: Record<TimeoutKind, string> = {
  total: 'The run did not end',
  firstChunk: 'The stream gave no first chunk',
  idle: 'The stream gave no further chunk',
};

/** Thrown for an input whose shape a step or function cannot work on. */
export class InvalidInputError extends RunwrightError {
  override readonly name = 'InvalidInputError';

  constructor(
    readonly runnable: string,
    readonly expected: string,
    readonly received: unknown,
    cause?: unknown,
  ) {
    super(
      ErrorCode.InvalidInput,
      `[R306] ${runnable} expects ${expected}, got ${describe(received)}.`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** Thrown, before anything runs, when the config of a call is invalid. */
export class InvalidConfigError extends RunwrightError {
  override readonly name = 'InvalidConfigError';

  constructor(fact: string) {
    super(ErrorCode.InvalidConfig, `[R307] ${fact}`);
  }
}

/** Thrown by a router that has no runnable under the key of its input. */
export class NoRouteError extends RunwrightError {
  override readonly name = 'NoRouteError';

  constructor(
    readonly keys: readonly unknown[],
    readonly known: readonly string[],
  ) {
    super(
      ErrorCode.NoRoute,
      keys.length === 1
        ? `[R308] No runnable associated with key ${describe(keys[0])}. Known keys: ${known.join(', ')}.`
        : `[R308] One or more keys do not have a corresponding runnable: ${keys.map(describe).join(', ')}. ` +
            `Known keys: ${known.join(', ')}.`,
    );
  }
}

/** Stands for the failure of a fallback candidate whose stream ended without a chunk. */
export class EmptyStreamError extends RunwrightError {
  override readonly name = 'EmptyStreamError';

  constructor(readonly runnable: string) {
    super(ErrorCode.EmptyStream, `[R309] The stream of ${runnable} ended without a chunk.`);
  }
}

/** Thrown by the `next` of an interceptor that is called a second time: a run is executed once. */
export class NextCalledTwiceError extends RunwrightError {
  override readonly name = 'NextCalledTwiceError';

  constructor(readonly runnable: string) {
    super(
      ErrorCode.NextCalledTwice,
      `[R320] An interceptor of ${runnable} called next() a second time. A run is executed once; for another attempt, use withRetry.`,
    );
  }
}

/** Thrown when an event is dispatched outside of any run, to which it could belong. */
export class OutsideRunError extends RunwrightError {
  override readonly name = 'OutsideRunError';

  constructor(readonly event: string) {
    super(
      ErrorCode.OutsideRun,
      `[R321] Unable to dispatch the event ${JSON.stringify(event)} without a parent run id: no run is going on here. ` +
        'Dispatch it inside a step, with ctx.dispatch(name, data), or pass the ctx of the step as the last argument.',
    );
  }
}
