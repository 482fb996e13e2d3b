import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when a runnable cannot be built from its serialised form; none of it has run. */
export class LoadError extends RunwrightError {
  override readonly name = 'LoadError';

  /** @param path - Where in the document the fault is, such as `kwargs.first`; empty for the document itself. */
  constructor(
    readonly path: string,
    fact: string,
    cause?: unknown,
  ) {
    super(
      ErrorCode.Load,
      `[R314] Cannot load ${path === '' ? 'the document' : path}: ${fact}`,
      cause === undefined ? undefined : { cause },
    );
  }
}
