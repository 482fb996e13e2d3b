import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Rejects the runs of an application that shuts down: those in progress, and those that are started later. */
export class ShutdownError extends RunwrightError {
  override readonly name = 'ShutdownError';

  constructor() {
    super(ErrorCode.ShutDown, '[R330] The application is shutting down.');
  }
}
