import type { ErrorFilter } from './error-filter.js';

/** After which errors the next candidate is tried, and what it is told of them. */
export interface FallbackOptions {
  /**
   * Which errors the next candidate is tried after; any other is thrown at once.
   *
   * @defaultValue every error
   */
  readonly exceptionsToHandle?: ErrorFilter | undefined;
  /**
   * Key under which each fallback finds the error of the candidate before it in its input, which must be an object. The
   * caller's object is not changed.
   */
  readonly exceptionKey?: string | undefined;
  /**
   * How a candidate is streamed. `live` passes its chunks on as they come, so that an error behind the first can only be
   * thrown; `buffered` holds them back until the candidate has ended, so that nothing is seen of one that fails midway.
   *
   * @defaultValue 'live'
   */
  readonly stream?: 'live' | 'buffered' | undefined;
}
