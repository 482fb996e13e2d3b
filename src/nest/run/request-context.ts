import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ContextIdFactory, type ContextId, type ModuleRef } from '@nestjs/core';
import { Observable } from 'rxjs';

/** Keeps track of the HTTP request in which code runs, as a global interceptor. */
export class RequestContext implements NestInterceptor {
  readonly #requests = new AsyncLocalStorage<object>();
  readonly #contexts = new WeakMap<object, ContextId>();

  constructor(readonly moduleRef: ModuleRef) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<object>();
    return new Observable((subscriber) =>
      this.#requests.run(request, () => next.handle().subscribe(subscriber)),
    );
  }

  /**
   * Gives the context in which the request-scoped providers of a run are made: that of the HTTP request in which the run is
   * started, with which it shares them, or else a context of its own.
   */
  open(): ContextId {
    const request = this.#requests.getStore();
    return request === undefined ? ContextIdFactory.create() : this.#contextOf(request);
  }

  #contextOf(request: object): ContextId {
    const known = this.#contexts.get(request);
    if (known !== undefined) return known;
    const context = contextOf(request);
    // Nest keeps a context on the request only if it has made one; otherwise it gives a new one each time, and has yet to
    // be told which request it belongs to.
    if (context !== contextOf(request)) this.moduleRef.registerRequestByContextId(request, context);
    this.#contexts.set(request, context);
    return context;
  }
}

function contextOf(request: object): ContextId {
  return ContextIdFactory.getByRequest(request);
}
