import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { runPathOf } from '../../errors/path.js';
import { CLIENT_CLOSED_REQUEST, toHttpException } from './http-exception.js';

const logger = new Logger('Runwright');

/**
 * Answers HTTP requests whose run has failed as {@link toHttpException} says: `@UseFilters(RunnableExceptionFilter)` on a
 * controller, or `{ provide: APP_FILTER, useClass: RunnableExceptionFilter }` for all of them.
 *
 * Errors that are answered with a bare 500 are logged, with the path of the run in which they were thrown. The response to
 * an aborted run is ended without a body. In contexts other than HTTP, errors are thrown on unchanged.
 */
@Catch()
export class RunnableExceptionFilter extends BaseExceptionFilter implements ExceptionFilter {
  /** Answers a failed request. */
  override catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const exception = toHttpException(error);
    if (exception.getStatus() === CLIENT_CLOSED_REQUEST) {
      this.#end(host);
      return;
    }
    if (exception !== error && exception.getStatus() === 500) {
      const path = runPathOf(error);
      const place = path === undefined ? '' : ` in ${path}`;
      const stack = error instanceof Error ? error.stack : undefined;
      logger.error(`A run failed${place}: ${String(error)}`, stack);
    }
    super.catch(exception, host);
  }

  /** Ends the response without a body, whether it has begun or not. */
  #end(host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<object>();
    const adapter = this.httpAdapterHost?.httpAdapter ?? this.applicationRef;
    if (adapter === undefined) return;
    if (adapter.isHeadersSent(response)) adapter.end(response);
    else adapter.reply(response, undefined, CLIENT_CLOSED_REQUEST);
  }
}
