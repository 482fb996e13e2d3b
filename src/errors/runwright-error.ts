import type { ErrorCode } from './codes.js';

const brand = Symbol.for('runwright.error');

/**
 * Base of every error that the library itself makes; errors of user code pass through untouched.
 *
 * Recognised by {@link RunwrightError.is} also across duplicated installations, where `instanceof` fails.
 */
export abstract class RunwrightError extends Error {
  /** Stable code of the fault, such as `'A201'`. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Marks errors of this library in every copy of it. */
  get [brand](): true {
    return true;
  }

  /** Tells whether a value is an error of this library, whichever installed copy made it. */
  static is(value: unknown): value is RunwrightError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
