import type { ErrorFilter } from './error-filter.js';

/** How long to wait between attempts: `min(initial * expBase ** (attempt - 1) + random(0, jitter), max)`. */
export interface ExponentialJitterParams {
  /**
   * Milliseconds to wait after the first attempt.
   *
   * @defaultValue 1000
   */
  readonly initial?: number | undefined;
  /**
   * The longest wait, in milliseconds.
   *
   * @defaultValue unlimited
   */
  readonly max?: number | undefined;
  /**
   * Factor by which each wait is longer than the one before.
   *
   * @defaultValue 2
   */
  readonly expBase?: number | undefined;
  /**
   * The upper bound, in milliseconds, of the random time added to each wait, so that clients that failed together do
   * not retry together.
   *
   * @defaultValue 1000
   */
  readonly jitter?: number | undefined;
}

/** Facts about an attempt that failed. */
export interface FailedAttempt {
  /** Which attempt it was, from 1. */
  readonly attempt: number;
  /** How many attempts are left; `Infinity` without a limit. */
  readonly attemptsLeft: number;
  /** Milliseconds until the next attempt; undefined when there will be none. */
  readonly delay: number | undefined;
  /** The input of the attempt. */
  readonly input: unknown;
}

/**
 * How often, after which errors and after which waits a failed run is retried.
 *
 * The number of attempts and the waits can be given in either of two forms: `stopAfterAttempt` with
 * `exponentialJitterParams`, or `maxRetries` with `delay`, `backoffFactor` and `maxDelay`, which waits without jitter.
 */
export interface RetryOptions {
  /**
   * How many attempts are made in total, the first included; 0 or null for no limit.
   *
   * @defaultValue 3
   */
  readonly stopAfterAttempt?: number | null | undefined;
  /** How many attempts may follow the first; an alternative to `stopAfterAttempt`. */
  readonly maxRetries?: number | undefined;
  /**
   * The errors that are retried: a class, several classes, or a predicate of the error and the number of the attempt
   * that it ended.
   *
   * @defaultValue every error
   */
  readonly retryOn?: ErrorFilter<[attempt: number]> | undefined;
  /**
   * Whether to wait between attempts, exponentially longer each time, with jitter; false for no wait at all. A server's
   * Retry-After is honoured in any case.
   *
   * @defaultValue true
   */
  readonly waitExponentialJitter?: boolean | undefined;
  /** How long to wait between attempts. */
  readonly exponentialJitterParams?: ExponentialJitterParams | undefined;
  /**
   * Milliseconds to wait after the first attempt, without jitter.
   *
   * @defaultValue 100, where one of `maxRetries`, `backoffFactor` and `maxDelay` is given
   */
  readonly delay?: number | undefined;
  /**
   * Factor by which each wait is longer than the one before.
   *
   * @defaultValue 2
   */
  readonly backoffFactor?: number | undefined;
  /**
   * The longest wait, in milliseconds.
   *
   * @defaultValue unlimited
   */
  readonly maxDelay?: number | undefined;
  /**
   * Called after each failed attempt, before the wait for the next, and awaited. An error that it throws ends the retry
   * and is thrown in place of the original one.
   */
  readonly onFailedAttempt?: ((error: unknown, failed: FailedAttempt) => unknown) | undefined;
}
