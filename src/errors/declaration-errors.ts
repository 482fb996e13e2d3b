import { ErrorCode } from './codes.js';
import { describe } from './describe.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown by a decorator or combinator for an option with an invalid value. */
export class InvalidOptionError extends RunwrightError {
  override readonly name = 'InvalidOptionError';

  constructor(
    readonly where: string,
    readonly option: string,
    readonly expected: string,
    readonly received: unknown,
  ) {
    super(
      ErrorCode.InvalidOption,
      `[A102] ${where}: ${option} must be ${expected}, got ${describe(received)}.`,
    );
  }
}

/** Thrown for a value that cannot be a step; names its position. */
export class InvalidStepError extends RunwrightError {
  override readonly name = 'InvalidStepError';

  constructor(
    readonly position: string,
    readonly received: unknown,
  ) {
    super(
      ErrorCode.InvalidStep,
      `[A103] ${position} must be a runnable, a function, or an object of these, got ${describe(received)}.`,
    );
  }
}
