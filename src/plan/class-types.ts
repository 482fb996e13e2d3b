import type { RunContext } from './context.js';
import type { Carrier, InputOf, OutputOf } from './step-types.js';

/** A class whose instances are runnables, such as one that extends `Step`. */
export type RunnableClass<R = Carrier<never, unknown>> = abstract new (...args: never) => R;

/** Key under which a class carries the types it declares; never there at run time. */
export declare const declared: unique symbol;

/**
 * The types that a class declares, turned round: what it is made of may take more than the class declares, and give
 * less. The compiler compares types by their place, so the declared input stands as a value, the output as a parameter.
 */
export interface DeclaredTypes<out I, in O> {
  /** What its steps must take. */
  readonly input: I;
  /** What its steps must give, as a function's parameter: they may give something more special. */
  readonly output: (output: O) => void;
}

/** A class that may be made of something of that input and output. */
export type ClassFor<I, O> = RunnableClass<{ readonly [declared]: DeclaredTypes<I, O> }>;

/** A class decorator that only fits classes of a declared input and output. */
export type ClassDecoratorFor<I, O> = (target: ClassFor<I, O>) => void;

/** A class in whose place any of some steps may run: they take what it takes, and give what it gives. */
export type ClassReplaceableBy<S> = ClassFor<TakenByAll<S>, S extends unknown ? OutputOf<S> : never>;

/** Parameters of functions in a union intersect where they are inferred. */
type TakenByAll<S> = (S extends unknown ? (input: InputOf<S>) => void : never) extends (
  input: infer I,
) => void
  ? I
  : never;

/** What `run` of a step may answer with: the output, now or later, its chunks, or a runnable that is to make it. */
export type StepAnswer<I, O> =
  O | PromiseLike<O | Carrier<I, O>> | AsyncIterable<O> | Generator<O, unknown, never> | Carrier<I, O>;

/**
 * What a decorated class implements to be a step: `run` or `runStream`, and `runBatch` where many inputs at once are
 * better than one by one.
 */
export interface StepHooks<I, O> {
  /** Makes the output of an input. */
  run?(input: I, ctx: RunContext): StepAnswer<I, O>;
  /** Makes chunks of the output of chunks of the input, as they come. */
  runStream?(chunks: AsyncIterable<I>, ctx: RunContext): AsyncIterable<O>;
  /** Makes the outputs of many inputs at once, in their order. */
  runBatch?(inputs: readonly I[], ctxs: readonly RunContext[]): readonly O[] | PromiseLike<readonly O[]>;
}

/** What the compiler prints where a hook has other types than its class declares. */
export interface HookMismatch<Hook extends string, Expected, Found> {
  readonly fault: `${Hook} does not fit the input and output that the class declares.`;
  readonly expected: Expected;
  readonly found: Found;
}

/** `unknown` where the hooks of a step fit its declared types, and else a {@link HookMismatch}. */
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
