import type { ExternalContextCreator } from '@nestjs/core';
import type { Class } from '../../metadata/class.js';
import type { Interceptor } from '../../plan/observer.js';
import type { Run } from '../../plan/run.js';

// Under which Nest keeps what `@UseGuards`, `@UseInterceptors` and `@UseFilters` say of a class.
const ENHANCERS = ['__guards__', '__interceptors__', '__exceptionFilters__'] as const;

/** Type of the context in which Nest's guards, interceptors and filters see the run of a runnable. */
export const RUNNABLE_CONTEXT = 'runnable';

/** The guards, interceptors and filters that Nest's decorators name on a class, those that are classes themselves. */
export function enhancerClassesOf(type: Class): Class[] {
  return ENHANCERS.flatMap((key) => listOf(key, type)).filter(
    (enhancer): enhancer is Class => typeof enhancer === 'function',
  );
}

/** Whether Nest's decorators say anything about a class. */
export function isEnhanced(type: Class): boolean {
  return ENHANCERS.some((key) => listOf(key, type).length > 0);
}

/**
 * Has Nest's guards, interceptors and filters wrap each run of a runnable, those of the application included: to them it
 * is the call of a method with the input and the run as its arguments.
 *
 * A guard that refuses fails the run with a ForbiddenException. A streamed run is wrapped as a whole; its chunks go to
 * their reader, and interceptors see what they add up to.
 *
 * @param made - The instance of each enhancer that is named by its class.
 */
export function enhanced(
  type: Class,
  contexts: ExternalContextCreator,
  made: ReadonlyMap<Class, unknown>,
): Interceptor {
  // Nest asks the class of an instance for enhancers, and finds the objects; those named by class it is given here.
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
  // Not before the first run: only then has Nest got those of the application ready.
  return { intercept: (run, next) => (call ??= create())(run.input, run, next) };
}

function listOf(key: string, type: Class): unknown[] {
  return (Reflect.getMetadata(key, type) as unknown[] | undefined) ?? [];
}
