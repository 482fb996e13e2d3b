import type { Callbacks } from './callbacks.js';

/** What a caller may say about one run. Everything is optional. */
export interface RunnableConfig {
  /** Tags of this run and of everything below it. */
  readonly tags?: readonly string[] | undefined;
  /** Facts about this run and everything below it, for whoever observes; JSON-able values. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Name of this run alone, in place of the runnable's. */
  readonly runName?: string | undefined;
  /** Id of this run alone, a UUID; one is made where none is given. */
  readonly runId?: string | undefined;
  /** How many inputs of a batch, branches of a parallel or elements of a list are worked on at once; unlimited by default. */
  readonly maxConcurrency?: number | undefined;
  /**
   * How often functions may return a runnable in place of a value, nested.
   *
   * @defaultValue 25
   */
  readonly recursionLimit?: number | undefined;
  /** Who observes this run and everything below it, besides those that do already. */
  readonly callbacks?: Callbacks | undefined;
  /** Values of configurable fields and alternatives, by field id. */
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  /** Aborts the run, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the run is aborted with a {@link TimeoutError}. */
  readonly timeout?: number | undefined;
  /** How many retries all retries of the run may make together; unlimited by default. */
  readonly retryBudget?: number | undefined;
}

export type { Kwargs } from './kwargs.js';

/** How a batch treats failures. */
export interface BatchOptions {
  /** Gives the error of a failed input in the place of its output, instead of rejecting as a whole. */
  readonly returnExceptions?: boolean;
  /** How many inputs are worked on at once; in place of the config's value. */
  readonly maxConcurrency?: number;
}
