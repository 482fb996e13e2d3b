import type { Runnable } from '../plan/runnable.js';
import type { Carrier, InputOf, OutputOf, RuledStep } from '../plan/step-types.js';
import type { RunnableBase } from './runnable.js';

/**
 * A runnable with something bound to it: it has the same types, keeps the rule of its output type, and has the other
 * members of the runnable.
 *
 * @typeParam P - The runnable.
 * @typeParam I - Its input.
 * @typeParam O - Its output.
 */
export type Bound<P, I, O> = Runnable<I, O> & KeptRule<P> & Members<P>;

/** The rule of a runnable's output type, if any, for a runnable derived from it with the same output. */
export type KeptRule<P> = P extends RuledStep<infer R> ? RuledStep<R> : unknown;

/** The names of the members of a runnable, except for those that every runnable has. */
export type OwnMembers<P> = Exclude<keyof P & string, keyof RunnableBase>;

type Members<P> = [OwnMembers<P>] extends [never] ? unknown : { readonly [K in OwnMembers<P>]: Member<P[K]> };

/** What is bound also applies to a runnable that a method returns. */
type Member<M> = M extends (...args: infer A) => infer R
  ? R extends Carrier<never, unknown>
    ? (...args: A) => Bound<R, InputOf<R>, OutputOf<R>>
    : M
  : M;
