import type { Runnable } from '../plan/runnable.js';
import type { Carrier, InputOf, OutputFor, OutputOf } from '../plan/step-types.js';
import type { OwnMembers } from './bound-types.js';

/**
 * A runnable with fallbacks, which has the further members of its first candidate.
 *
 * @typeParam P - The first candidate.
 * @typeParam F - The others, as a union.
 * @typeParam I - The input of the first.
 * @typeParam O - The output of any of them.
 */
export type WithFallbacks<P, F, I, O> = [OwnMembers<P>] extends [never]
  ? Runnable<I, O>
  : Runnable<I, O> & Delegated<P, F>;

/**
 * The members of the first candidate that the whole has, too. A method that returns a runnable is among them only if
 * every candidate has it, and then returns a runnable with fallbacks.
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

/** The result of a method that each of several candidates has. */
type Made<F, K> = F extends { readonly [P in K & string]: (...args: never) => infer R } ? R : never;
