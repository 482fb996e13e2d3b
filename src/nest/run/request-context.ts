import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ContextIdFactory, type ContextId, type ModuleRef } from '@nestjs/core';
import { Observable } from 'rxjs';

/** Knows in which HTTP request the code that runs was called. */
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
   * Gives the context in which a run has request-scoped providers made: the one of the request that it is started in, whose
   * providers it shares, or else one of its own.
   */
  open(): ContextId {
    const request = this.#requests.getStore();
    return request === undefined ? ContextIdFactory.create() : this.#contextOf(request);
  }

  #contextOf(request: object): ContextId {
    const known = this.#contexts.get(request);
    if (known !== undefined) return known;
    const context = contextOf(request);
    // A context that Nest has noted on the request is given again; any other is new, and Nest knows no request of it.
    if (context !== contextOf(request)) this.moduleRef.registerRequestByContextId(request, context);
    this.#contexts.set(request, context);
    return context;
  }
}

function contextOf(request: object): ContextId {
  return ContextIdFactory.getByRequest(request);
}
