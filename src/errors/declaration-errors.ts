import { ErrorCode } from './codes.js';
import { describe } from './describe.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown by a decorator or combinator whose option has a value it cannot have. */
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

/** Thrown where a step is expected and something else came; names the position. */
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
