import type { RunContext } from '../plan/context.js';
import type { RunnableClass, StepAnswer } from '../plan/class-types.js';
import type { Carrier, ForeignRunnable, InputOf, OutputOf } from '../plan/step-types.js';

/** A class that the container instantiates, with its dependencies injected. */
export type ServiceClass<T> = new (...args: never) => T;

/**
 * What can replace a runnable: another runnable, also one of another library; a class of runnables; or a function with the
 * arguments of `run`.
 */
export type FakeRunnable<I, O> =
  | Carrier<I, O>
  | RunnableClass<Carrier<I, O>>
  | ForeignRunnable<I, O>
  | ((input: I, ctx: RunContext) => StepAnswer<I, O>);

/** What can replace a service: an object with those of its members that are used, or a class of such objects. */
export type FakeService<T> = PartOf<T> | ServiceClass<PartOf<T>>;

/** The public members of a class, all optional and without its private ones. */
type PartOf<T> = { readonly [K in keyof T]?: T[K] };

/** What can replace something of type `T`: a runnable, a service, or a value. */
export type FakeFor<T> = unknown extends T
  ? unknown
  : T extends Carrier<never, unknown>
    ? FakeRunnable<InputOf<T>, OutputOf<T>>
    : T extends (...args: never) => unknown
      ? T
      : T extends object
        ? FakeService<T>
        : T;
