import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Rejects runs of an application that is being shut down: those that go on when it begins, and those that come after. */
export class ShutdownError extends RunwrightError {
  override readonly name = 'ShutdownError';

  constructor() {
    super(ErrorCode.ShutDown, '[R330] The application is being shut down.');
  }
}
