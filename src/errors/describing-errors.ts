import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when parts of a runnable understand different things by the id of one configurable field. */
export class ConflictingFieldsError extends RunwrightError {
  override readonly name = 'ConflictingFieldsError';

  constructor(
    readonly runnable: string,
    readonly id: string,
    readonly specs: readonly object[],
  ) {
    const list = specs.map((spec) => `  ${JSON.stringify(spec)}`).join('\n');
    super(
      ErrorCode.ConflictingFields,
      `[R313] ${runnable} contains conflicting config specs for ${id}:\n${list}\n` +
        'Give the fields different ids, or set prefixKeys on the alternatives that they belong to.',
    );
  }
}

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
      `[R314] Runnable ${runnable} doesn't have an inferable ${type}. Declare it with withTypes({ ${type}: ... }).`,
    );
  }
}
