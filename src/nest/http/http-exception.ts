import {
  GatewayTimeoutException,
  HttpException,
  InternalServerErrorException,
  ServiceUnavailableException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { ErrorCode } from '../../errors/codes.js';
import { RunwrightError } from '../../errors/runwright-error.js';
import type { ValidationError } from '../../errors/validation-error.js';

/** The status that proxies such as nginx log for a request whose client has disconnected; HTTP itself defines none. */
export const CLIENT_CLOSED_REQUEST = 499;

/**
 * Maps an error of a run to the HTTP exception for the client, which discloses no internals; the error is its `cause`.
 *
 * - an HttpException, such as a step may throw, stays as it is;
 * - an invalid input: 422, with every fault;
 * - a timeout: 504;
 * - an aborted run: 499, since its client has usually disconnected;
 * - a run refused or aborted because the application shuts down: 503;
 * - anything else, such as an invalid output: 500.
 *
 * @example The body of a 422:
 * ```json
 * {
 *   "statusCode": 422,
 *   "error": "Unprocessable Entity",
 *   "message": ["text must be a string"],
 *   "faults": [
 *     { "path": "text", "constraint": "isString", "received": "number", "message": "must be a string" }
 *   ]
 * }
 * ```
 */
export function toHttpException(error: unknown): HttpException {
  if (error instanceof HttpException) return error;
  const options = { cause: error };
  switch (codeOf(error)) {
    case ErrorCode.Validation:
      return isOfInput(error as ValidationError)
        ? invalid(error as ValidationError)
        : new InternalServerErrorException(undefined, options);
    case ErrorCode.Timeout:
      return new GatewayTimeoutException('The run took too long', options);
    case ErrorCode.ShutDown:
      return new ServiceUnavailableException('The application is shutting down', options);
    case ErrorCode.Aborted:
      return new HttpException('The run was aborted', CLIENT_CLOSED_REQUEST, options);
    default:
      return new InternalServerErrorException(undefined, options);
  }
}

/** The code of an error, also of aborts and timeouts that the platform itself reports, as `fetch` does. */
function codeOf(error: unknown): ErrorCode | undefined {
  if (RunwrightError.is(error)) return error.code;
  const name = typeof error === 'object' && error !== null ? (error as Partial<Error>).name : undefined;
  if (name === 'AbortError') return ErrorCode.Aborted;
  return name === 'TimeoutError' ? ErrorCode.Timeout : undefined;
}

/** Whether the client can do something about it: outputs, and whatever else a step has checked, are internal. */
function isOfInput({ subject }: ValidationError): boolean {
  return subject.startsWith('The input of ');
}

function invalid(error: ValidationError): HttpException {
  const faults = error.faults.map(({ path, constraint, received, message }) => ({
    path,
    constraint,
    received,
    message,
  }));
  const response = {
    statusCode: 422,
    error: 'Unprocessable Entity',
    message: faults.map(({ path, message }) => `${path} ${message}`.trim()),
    faults,
  };
  return new UnprocessableEntityException(response, { cause: error });
}
