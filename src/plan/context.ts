import type { Kwargs } from './kwargs.js';
import type { RunInfo } from './run.js';

/**
 * The run that a step is part of, as the step sees it: the second argument of every step and function.
 *
 * It is accepted wherever a config is: `inner.invoke(value, ctx)` makes the inner run a child of this one.
 */
export interface RunContext {
  /** Aborted when the run is aborted, or when a sibling fails, such as another branch of a parallel. */
  readonly signal: AbortSignal;
  /** When the run times out, in milliseconds since the epoch; undefined without a timeout. */
  readonly deadline: number | undefined;
  /** Milliseconds until the deadline, never negative; `Infinity` without a timeout. */
  remaining(): number;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Values of configurable fields and alternatives, by field id. */
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly recursionLimit: number;
  readonly maxConcurrency: number | undefined;
  /** Arguments bound by `bind` or passed with the call. */
  readonly kwargs: Kwargs;
  /** Observers and callback handlers of every run below; undefined if there are none. */
  readonly callbacks: readonly object[] | undefined;
  readonly run: RunInfo;
  /** Which attempt of the innermost retry this is, from 1. */
  readonly attempt: number;
  /** Sends a custom event to the observers of the run; does nothing if there are none, or once the run has ended. */
  dispatch(name: string, data?: unknown): Promise<void>;
}
