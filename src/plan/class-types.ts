import type { RunContext } from './context.js';
import type { Carrier, InputOf, OutputOf } from './step-types.js';

/** A class whose instances are runnables, such as one that extends `Step`. */
export type RunnableClass<R = Carrier<never, unknown>> = abstract new (...args: never) => R;

/** Key under which a class carries its declared types; absent at run time. */
export declare const declared: unique symbol;

/**
 * The types that a class declares, with their variance reversed: what a class is composed of may accept a wider input
 * and give a narrower output than it declares. Hence the input is a property, and the output a parameter.
 */
export interface DeclaredTypes<out I, in O> {
  /** The input that its steps must accept. */
  readonly input: I;
  /** The output that its steps must give, as a function's parameter, since a subtype will do. */
  readonly output: (output: O) => void;
}

/** A class that may be composed of something with that input and output. */
export type ClassFor<I, O> = RunnableClass<{ readonly [declared]: DeclaredTypes<I, O> }>;

/** A class decorator that fits only classes with compatible declared types. */
export type ClassDecoratorFor<I, O> = (target: ClassFor<I, O>) => void;

/** A class that any of several steps may replace: each accepts its input, and gives its output. */
export type ClassReplaceableBy<S> = ClassFor<TakenByAll<S>, S extends unknown ? OutputOf<S> : never>;

/** Parameters of functions in a union intersect where they are inferred. */
type TakenByAll<S> = (S extends unknown ? (input: InputOf<S>) => void : never) extends (
  input: infer I,
) => void
  ? I
  : never;

/** What `run` of a step may return: the output, a promise of it, its chunks, or a runnable to run instead. */
export type StepAnswer<I, O> =
  O | PromiseLike<O | Carrier<I, O>> | AsyncIterable<O> | Generator<O, unknown, never> | Carrier<I, O>;

/**
 * What a decorated class implements to be a step: `run` or `runStream`, and `runBatch` where it can process many inputs
 * together.
 */
export interface StepHooks<I, O> {
  /** Turns one input into one output. */
  run?(input: I, ctx: RunContext): StepAnswer<I, O>;
  /** Turns chunks of the input into chunks of the output, as they arrive. */
  runStream?(chunks: AsyncIterable<I>, ctx: RunContext): AsyncIterable<O>;
  /** Turns many inputs into their outputs, in the same order. */
  runBatch?(inputs: readonly I[], ctxs: readonly RunContext[]): readonly O[] | PromiseLike<readonly O[]>;
}

/** What the compiler prints where the types of a hook differ from those that its class declares. */
export interface HookMismatch<Hook extends string, Expected, Found> {
  readonly fault: `${Hook} does not fit the input and output that the class declares.`;
  readonly expected: Expected;
  readonly found: Found;
}

/** `unknown` where the hooks of a step fit its declared types; a {@link HookMismatch} otherwise. */
export type FitsHooks<C> =
  C extends RunnableClass<infer T> ? HooksOf<T, StepHooks<InputOf<T>, OutputOf<T>>> : unknown;

type HooksOf<T, H extends StepHooks<never, unknown>> = FitsHook<'run', T, H> &
  FitsHook<'runStream', T, H> &
  FitsHook<'runBatch', T, H>;

type FitsHook<K extends keyof StepHooks<never, unknown>, T, H extends StepHooks<never, unknown>> = T extends {
  readonly [P in K]: infer Found;
}
  ? [Found] extends [H[K]]
    ? unknown
    : HookMismatch<K, H[K], Found>
  : unknown;
