import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown by a prompt that was given no value for one of its variables. */
export class MissingVariableError extends RunwrightError {
  override readonly name = 'MissingVariableError';

  constructor(
    readonly prompt: string,
    readonly missing: readonly string[],
    readonly given: readonly string[],
  ) {
    super(
      ErrorCode.MissingVariable,
      `[R351] ${prompt} has no value for ${missing.map((name) => `"${name}"`).join(', ')}. ` +
        `Given: ${given.length === 0 ? 'nothing' : given.join(', ')}.`,
    );
  }
}
