import type { Kwargs } from './kwargs.js';
import type { RunInfo } from './run.js';

/**
 * What a step is told about the run it is part of; the second argument of every step and function.
 *
 * It is accepted wherever a config is: `inner.invoke(value, ctx)` makes the inner run a part of this one.
 */
export interface RunContext {
  /** Aborted when the run is, or when the part of it that the step belongs to has failed elsewhere. */
  readonly signal: AbortSignal;
  /** When the run has to be done, in milliseconds since the epoch; undefined without a timeout. */
  readonly deadline: number | undefined;
  /** Milliseconds until the deadline, never negative; `Infinity` without a timeout. */
  remaining(): number;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Values of configurable fields and alternatives, by field id. */
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly recursionLimit: number;
  readonly maxConcurrency: number | undefined;
  /** Arguments bound by `bind` or given with the call. */
  readonly kwargs: Kwargs;
  /** Observers and callback handlers of every run below; undefined when there are none. */
  readonly callbacks: readonly object[] | undefined;
  readonly run: RunInfo;
  /** Which attempt of the innermost retry this is, from 1. */
  readonly attempt: number;
  /** Sends an event of one's own to whoever observes the run; does nothing when nobody does. */
  dispatch(name: string, data?: unknown): Promise<void>;
}
