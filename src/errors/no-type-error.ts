import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown where a type is asked for that nothing declares and that does not follow from the parts. */
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
