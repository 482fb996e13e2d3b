import { ErrorCode } from './codes.js';
import { describe } from './describe.js';
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

/** Thrown by an output parser that cannot parse the answer of a model. */
export class OutputParserError extends RunwrightError {
  override readonly name = 'OutputParserError';

  /**
   * @param answer - The whole text of the answer.
   * @param why - What is wrong with it, as a sentence.
   */
  constructor(
    readonly parser: string,
    readonly answer: string,
    readonly why: string,
    cause?: unknown,
  ) {
    super(
      ErrorCode.UnparsableAnswer,
      `[R352] ${parser} cannot read the answer ${describe(answer)}. ${why}`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** Thrown where the endpoint of a model returned no answer, or an incomplete one. */
export class ModelAnswerError extends RunwrightError {
  override readonly name = 'ModelAnswerError';

  /** @param fact - What the model did, such as `broke off its answer before the end`. */
  constructor(
    readonly model: string,
    readonly fact: string,
    cause?: unknown,
  ) {
    super(
      ErrorCode.ModelAnswer,
      `[R353] The model ${model} ${fact}.`,
      cause === undefined ? undefined : { cause },
    );
  }
}
