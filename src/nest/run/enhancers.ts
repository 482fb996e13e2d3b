import type { ExternalContextCreator } from '@nestjs/core';
import type { Class } from '../../metadata/class.js';
import type { Interceptor } from '../../plan/observer.js';
import type { Run } from '../../plan/run.js';

// The metadata keys of `@UseGuards`, `@UseInterceptors` and `@UseFilters`, which Nest 11 and 12 export from different modules.
const ENHANCERS = ['__guards__', '__interceptors__', '__exceptionFilters__'] as const;

/** What `getType()` of the execution context returns in guards, interceptors and filters around the run of a runnable. */
export const RUNNABLE_CONTEXT = 'runnable';

/** The guards, interceptors and filters that Nest's decorators put on a class, as far as they are given as classes. */
export function enhancerClassesOf(type: Class): Class[] {
  return ENHANCERS.flatMap((key) => listOf(key, type)).filter(
    (enhancer): enhancer is Class => typeof enhancer === 'function',
  );
}

/** Whether a class has guards, interceptors or filters of Nest. */
export function isEnhanced(type: Class): boolean {
  return ENHANCERS.some((key) => listOf(key, type).length > 0);
}

/**
 * Makes an interceptor that wraps each run of a runnable in Nest's guards, interceptors and filters, global ones included.
 * To them a run is the call of a method with the input and the run as its arguments.
 *
 * A guard that denies access fails the run with a ForbiddenException. A streamed run is wrapped as a whole: its chunks go
 * to the reader directly, and interceptors see what they add up to.
 *
 * @param made - The instance of each enhancer that is given as a class.
 */
export function enhanced(
  type: Class,
  contexts: ExternalContextCreator,
  made: ReadonlyMap<Class, unknown>,
): Interceptor {
  // Nest reads enhancers from the class, where it skips those given as classes; their instances it reads from here.
  const callback = (_input: unknown, _run: Run, next: () => Promise<unknown>): Promise<unknown> => next();
  for (const key of ENHANCERS) {
    const instances = listOf(key, type).flatMap((enhancer) => made.get(enhancer as Class) ?? []);
    Reflect.defineMetadata(key, instances, callback);
  }
  const create = () =>
    contexts.create(
      Object.create(type.prototype as object) as Record<string, unknown>,
      callback as never,
      'run',
      undefined,
      undefined,
      undefined,
      undefined,
      { guards: true, interceptors: true, filters: true },
      RUNNABLE_CONTEXT,
    );
  let call: ReturnType<typeof create> | undefined;
  // Created at the first run: Nest registers global enhancers only after the providers have been made.
  return { intercept: (run, next) => (call ??= create())(run.input, run, next) };
}

function listOf(key: string, type: Class): unknown[] {
  return (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
}
