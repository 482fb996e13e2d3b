import { InvalidOptionError } from '../errors/declaration-errors.js';
import { AsynchronousStepError, InvalidInputError } from '../errors/run-errors.js';
import type { FallbackOptions } from '../plan/fallback-options.js';
import { setOwn } from '../stream/add.js';
import type { Context } from './context.js';
import { errorMatcher, type ErrorMatcher } from './error-matcher.js';

/** The options of fallbacks, checked and with their defaults. */
export class FallbackPolicy {
  /** Whether the chunks of a candidate are buffered until it has ended. */
  readonly buffered: boolean;
  readonly #matches: ErrorMatcher;
  readonly #key: string | undefined;

  /**
   * @param where - Names the owner of the options in errors.
   * @throws {@link InvalidOptionError} naming the option that is invalid.
   */
  constructor(options: FallbackOptions, where: string) {
    if (typeof (options as unknown) !== 'object' || (options as unknown) === null) {
      throw new InvalidOptionError(where, 'the options', 'an object', options);
    }
    const { exceptionsToHandle, exceptionKey, stream = 'live' } = options;
    if (exceptionKey !== undefined && typeof (exceptionKey as unknown) !== 'string') {
      throw new InvalidOptionError(where, 'exceptionKey', 'a string', exceptionKey);
    }
    if (!['live', 'buffered'].includes(stream)) {
      throw new InvalidOptionError(where, 'stream', "'live' or 'buffered'", stream);
    }
    this.#matches = errorMatcher(exceptionsToHandle, where, 'exceptionsToHandle');
    this.#key = exceptionKey;
    this.buffered = stream === 'buffered';
  }

  /** Whether the next candidate is to be tried after an error. */
  handles(error: unknown, { scope }: Context): boolean {
    if (scope.failure !== undefined) return false;
    // An asynchronous step in a synchronous run is a mistake of the caller, which a fallback must not hide.
    if (scope.synchronous && error instanceof AsynchronousStepError) return false;
    return this.#matches(error);
  }

  /**
   * @throws {@link InvalidInputError} for an input that cannot take the error under the exception key, if one is set.
   */
  check(input: unknown, name: string): void {
    if (this.#key === undefined) return;
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      const expected = `an object, whose key ${JSON.stringify(this.#key)} takes the error of the candidate before`;
      throw new InvalidInputError(name, expected, input);
    }
  }

  /** The input of a candidate that is tried after an error. */
  withError<I>(input: I, error: unknown): I {
    if (this.#key === undefined) return input;
    const copy = Object.assign(Object.create(Object.getPrototypeOf(input) as object | null) as object, input);
    setOwn(copy, this.#key, error);
    return copy;
  }
}
