import type { ErrorCode } from './codes.js';

const brand = Symbol.for('runwright.error');

/**
 * Base of every error that the library itself throws; errors of user code pass through untouched.
 *
 * {@link RunwrightError.is} recognises them across several installed copies of the library, where `instanceof` fails.
 */
export abstract class RunwrightError extends Error {
  /** Stable code of the fault, such as `'A201'`. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Marks the error as one of this library, for every copy of it. */
  get [brand](): true {
    return true;
  }

  /** Whether a value is an error of this library, of whatever class and from whichever installed copy. */
  static is(value: unknown): value is RunwrightError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
