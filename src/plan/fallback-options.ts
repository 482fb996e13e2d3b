import type { ErrorFilter } from './error-filter.js';

/** Which errors lead to the next candidate, and what it learns of them. */
export interface FallbackOptions {
  /**
   * The errors after which the next candidate is tried; any other error is thrown at once.
   *
   * @defaultValue every error
   */
  readonly exceptionsToHandle?: ErrorFilter | undefined;
  /**
   * Key under which each fallback finds, in its input, the error of the candidate before it. The input must be an
   * object; a copy is passed on, and the caller's object stays as it is.
   */
  readonly exceptionKey?: string | undefined;
  /**
   * How a candidate is streamed. `live` passes its chunks on as they arrive, so that an error after the first chunk is
   * thrown; `buffered` holds them back until the candidate has ended, so that no output of a failed one is seen.
   *
   * @defaultValue 'live'
   */
  readonly stream?: 'live' | 'buffered' | undefined;
}
