import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { FailedAttempt, RetryOptions } from '../plan/retry-options.js';
import { LONGEST_TIMER_MS, now } from './clock.js';
import { errorMatcher, type ErrorMatcher } from './error-matcher.js';
import { COUNT, DURATION, FACTOR, numberOption } from './number-option.js';
import { retryAfterOf } from './retry-after.js';

/**
 * How long to wait after each attempt: `min(initial * factor ** (attempt - 1) + random(0, jitter), max)` milliseconds.
 */
interface Backoff {
  readonly initial: number;
  readonly factor: number;
  readonly max: number;
  readonly jitter: number;
}

/** The options of a retry, checked, in one form, and with their defaults. */
export class RetryPolicy {
  /** How many attempts are made in total; `Infinity` for no limit. */
  readonly attempts: number;
  /** Tells whether an error is to be retried. */
  readonly retryable: ErrorMatcher<[attempt: number]>;
  readonly onFailedAttempt: ((error: unknown, failed: FailedAttempt) => unknown) | undefined;
  readonly #backoff: Backoff;

  /**
   * @param where - Names the owner of the options in errors.
   * @throws {@link InvalidOptionError} naming the option that is invalid, or that duplicates another.
   */
  constructor(options: RetryOptions, where: string) {
    if (typeof (options as unknown) !== 'object' || (options as unknown) === null) {
      throw new InvalidOptionError(where, 'the policy', 'an object of options', options);
    }
    const { onFailedAttempt } = options;
    if (onFailedAttempt !== undefined && typeof (onFailedAttempt as unknown) !== 'function') {
      throw new InvalidOptionError(where, 'onFailedAttempt', 'a function', onFailedAttempt);
    }
    this.attempts = attemptsOf(options, where);
    this.retryable = errorMatcher(options.retryOn, where, 'retryOn');
    this.onFailedAttempt = onFailedAttempt;
    this.#backoff = backoffOf(options, where);
  }

  /**
   * Milliseconds to wait after an attempt: by its number, or longer if one of the errors that ended it carries a longer
   * Retry-After, but never longer than the limit.
   */
  delayAfter(attempt: number, errors: readonly unknown[]): number {
    const { initial, factor, max, jitter } = this.#backoff;
    // The power may be infinite, and zero times infinity is NaN.
    const backoff = initial === 0 ? 0 : initial * factor ** (attempt - 1);
    const own = jitter === 0 ? backoff : backoff + Math.random() * jitter;
    const asked = errors.map((error) => retryAfterOf(error, now()) ?? 0);
    return Math.min(Math.max(own, ...asked), max, LONGEST_TIMER_MS);
  }
}

function attemptsOf({ stopAfterAttempt, maxRetries }: RetryOptions, where: string): number {
  // As in LangChain, null means no limit; an omitted option means the default.
  const total = stopAfterAttempt === null ? 0 : stopAfterAttempt;
  const given = numberOption(where, { maxRetries, stopAfterAttempt: total }, COUNT) ?? 3;
  return maxRetries === undefined ? given || Infinity : given + 1;
}

function backoffOf(options: RetryOptions, where: string): Backoff {
  const { delay, backoffFactor, maxDelay, waitExponentialJitter: jittered } = options;
  if (jittered !== undefined && typeof (jittered as unknown) !== 'boolean') {
    throw new InvalidOptionError(where, 'waitExponentialJitter', 'true or false', jittered);
  }
  const params = options.exponentialJitterParams ?? {};
  if (typeof (params as unknown) !== 'object') {
    throw new InvalidOptionError(where, 'exponentialJitterParams', 'an object of numbers', params);
  }
  const inParams = (key: keyof typeof params): Record<string, unknown> => ({
    [`exponentialJitterParams.${key}`]: params[key],
  });
  const initial = numberOption(where, { delay, ...inParams('initial') }, DURATION);
  const factor = numberOption(where, { backoffFactor, ...inParams('expBase') }, FACTOR);
  const max = numberOption(where, { maxDelay, ...inParams('max') }, DURATION) ?? Infinity;
  const jitter = numberOption(where, inParams('jitter'), FACTOR);

  const timed = delay !== undefined || backoffFactor !== undefined || maxDelay !== undefined;
  if (jittered === false && !timed) return { initial: 0, factor: 0, max, jitter: 0 };
  const plain = jittered !== true && (timed || options.maxRetries !== undefined);
  return {
    initial: initial ?? (plain ? 100 : 1000),
    factor: factor ?? 2,
    max,
    jitter: jitter ?? (plain ? 0 : 1000),
  };
}
