import type { Runnable } from '../plan/runnable.js';
import type { Carrier, InputOf, OutputFor, OutputOf } from '../plan/step-types.js';
import type { RunnableBase } from './runnable.js';

/**
 * A runnable with fallbacks, and with what its first candidate has beyond a runnable.
 *
 * @typeParam P - The first candidate.
 * @typeParam F - The others, as a union.
 * @typeParam I - What the first takes.
 * @typeParam O - What any of them gives.
 */
export type WithFallbacks<P, F, I, O> = [OwnMembers<P>] extends [never]
  ? Runnable<I, O>
  : Runnable<I, O> & Delegated<P, F>;

/** The own members of a runnable, those that every runnable has left out. */
type OwnMembers<P> = Exclude<keyof P & string, keyof RunnableBase>;

/**
 * Members of the first candidate that the whole has, too. A method that gives a runnable is only among them if every
 * candidate has it, and then gives a runnable with fallbacks.
 */
type Delegated<P, F> = {
  readonly [K in OwnMembers<P> as P[K] extends Making ? (K extends keyof F ? K : never) : K]: P[K] extends (
    ...args: infer A
  ) => infer R
    ? R extends Carrier<never, unknown>
      ? (
          ...args: A
        ) => WithFallbacks<R, Made<F, K>, InputOf<R>, OutputOf<R> | OutputFor<Made<F, K>, InputOf<R>>>
      : P[K]
    : P[K];
};

type Making = (...args: never) => Carrier<never, unknown>;

/** What a method of each of several candidates gives. */
type Made<F, K> = F extends { readonly [P in K & string]: (...args: never) => infer R } ? R : never;
