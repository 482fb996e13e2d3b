import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when a tool is made of a runnable whose arguments are not declared anywhere. */
export class UntypedToolError extends RunwrightError {
  override readonly name = 'UntypedToolError';

  constructor(
    readonly tool: string,
    readonly runnable: string,
  ) {
    super(
      ErrorCode.UntypedTool,
      [
        `[A104] The tool ${tool} needs a schema: nothing says which arguments ${runnable} takes.`,
        '  fix  give it schema: a class, a JSON Schema or a standard schema; or argTypes, such as { city: String };',
        '       or declare the input of the runnable: @Runnable({ input }), withTypes({ inputType })',
      ].join('\n'),
    );
  }
}
