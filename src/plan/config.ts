import type { Callbacks } from './callbacks.js';

/** Settings of one call; all are optional. */
export interface RunnableConfig {
  /** Tags of this run and of every run below it. */
  readonly tags?: readonly string[] | undefined;
  /** Facts about this run and every run below it, for observers; values that JSON can represent. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Name of this run alone, in place of the runnable's. */
  readonly runName?: string | undefined;
  /** Id of this run alone, a UUID; one is made where none is given. */
  readonly runId?: string | undefined;
  /** How many inputs of a batch, branches of a parallel or elements of a list run at once; unlimited by default. */
  readonly maxConcurrency?: number | undefined;
  /**
   * How deep functions may nest that return a runnable in place of a value.
   *
   * @defaultValue 25
   */
  readonly recursionLimit?: number | undefined;
  /** Observers of this run and every run below it, in addition to those of the surrounding run. */
  readonly callbacks?: Callbacks | undefined;
  /** Values of configurable fields and alternatives, by field id. */
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  /** Aborts the run, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the run is aborted with a {@link TimeoutError}. */
  readonly timeout?: number | undefined;
  /** How many retries may be made in the whole run; unlimited by default. */
  readonly retryBudget?: number | undefined;
}

export type { Kwargs } from './kwargs.js';

/** How a batch treats failures. */
export interface BatchOptions {
  /** Returns the error of a failed input in place of its output, instead of rejecting as a whole. */
  readonly returnExceptions?: boolean;
  /** How many inputs run at once; takes precedence over the config. */
  readonly maxConcurrency?: number;
}
