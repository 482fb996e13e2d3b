import type { RunContext } from '../plan/context.js';
import type { RunnableClass, StepAnswer } from '../plan/class-types.js';
import type { Carrier, ForeignRunnable, InputOf, OutputOf } from '../plan/step-types.js';

/** A class that the container makes, with whatever it wants injected. */
export type ServiceClass<T> = new (...args: never) => T;

/**
 * What may come in the place of a runnable: another one, also of another library; a class of runnables; or a function
 * that is called as `run` of a step is.
 */
export type FakeRunnable<I, O> =
  | Carrier<I, O>
  | RunnableClass<Carrier<I, O>>
  | ForeignRunnable<I, O>
  | ((input: I, ctx: RunContext) => StepAnswer<I, O>);

/** What may come in the place of a service: an object with what of it is used, or a class of such objects. */
export type FakeService<T> = PartOf<T> | ServiceClass<PartOf<T>>;

/** The public members of a class, as far as they are there. */
type PartOf<T> = { readonly [K in keyof T]?: T[K] };

/** What may come in the place of something of type `T`: a runnable, a service, or a value. */
export type FakeFor<T> = unknown extends T
  ? unknown
  : T extends Carrier<never, unknown>
    ? FakeRunnable<InputOf<T>, OutputOf<T>>
    : T extends (...args: never) => unknown
      ? T
      : T extends object
        ? FakeService<T>
        : T;
