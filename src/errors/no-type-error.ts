import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when a type is requested that is neither declared nor can be inferred from the parts of the runnable. */
export class NoTypeError extends RunwrightError {
  override readonly name = 'NoTypeError';

  constructor(
    readonly runnable: string,
    readonly side: 'input' | 'output',
  ) {
    const type = side === 'input' ? 'inputType' : 'outputType';
    super(
      ErrorCode.NoType,
      `[R313] Runnable ${runnable} doesn't have an inferable ${type}. Declare it with withTypes({ ${type}: ... }).`,
    );
  }
}
