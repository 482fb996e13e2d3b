import type { Runnable } from '../plan/runnable.js';
import type { Carrier, InputOf, OutputOf, RuledStep } from '../plan/step-types.js';
import type { RunnableBase } from './runnable.js';

/**
 * What a runnable is with something bound to it: a runnable of the same types, which keeps the rule of its output type
 * and has what the runnable has besides.
 *
 * @typeParam P - The runnable.
 * @typeParam I - What it takes.
 * @typeParam O - What it gives.
 */
export type Bound<P, I, O> = Runnable<I, O> & KeptRule<P> & Members<P>;

/** The rule of a runnable's output type, if it has one, for what is made of the runnable and gives what it gives. */
export type KeptRule<P> = P extends RuledStep<infer R> ? RuledStep<R> : unknown;

/** The members of a runnable that not every runnable has. */
type OwnMembers<P> = Exclude<keyof P & string, keyof RunnableBase>;

type Members<P> = [OwnMembers<P>] extends [never] ? unknown : { readonly [K in OwnMembers<P>]: Member<P[K]> };

/** To what a method makes, the same is bound. */
type Member<M> = M extends (...args: infer A) => infer R
  ? R extends Carrier<never, unknown>
    ? (...args: A) => Bound<R, InputOf<R>, OutputOf<R>>
    : M
  : M;
