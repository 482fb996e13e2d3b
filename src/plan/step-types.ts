import type { RunContext } from './context.js';
import type { RunnableTypes, types } from './runnable.js';

/** A function that can stand as a step. */
export type StepFunction<in I, out O> = (input: I, ctx: RunContext) => O;

/** A runnable of another library: anything with an `invoke`, and a `stream` if it has one. */
export interface ForeignRunnable<in I, out O> {
  // A property, since the parameters of methods are compared bivariantly: a step with a narrower input would pass.
  /** Runs it on one input. */
  readonly invoke: (input: I, config?: object) => O | PromiseLike<O>;
}

/**
 * What runnables of another library with the input type `I` accept in addition: each integration adds a property for
 * the values that it converts on the way into that library.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- merged by integrations
export interface ConvertedInputs<I> {}

/** What a runnable of another library accepts as a step. */
type ForeignInput<I> = I | ConvertedInputs<I>[keyof ConvertedInputs<I>];

/** An object literal as a step: each of its steps gets the same input, and their outputs form one object. */
export interface StepObject<in I> {
  readonly [key: string]: StepLike<I>;
}

/** Anything that can be a step after an output of type `I`. */
export type StepLike<I> =
  | Carrier<I, unknown>
  | ((input: I, ctx: RunContext) => unknown)
  | ForeignRunnable<I, unknown>
  | StepObject<I>;

/**
 * Carries the types of anything that stands for a runnable. The compiler compares this one property; comparing
 * runnables method by method would take it longer than the rest of a program.
 */
export interface Carrier<in I, out O> {
  readonly [types]: RunnableTypes<I, O>;
}

type Class<T> = abstract new (...args: never) => T;

/** Key under which a step carries the rule by which its output type follows from its input; absent at run time. */
export declare const rule: unique symbol;

/** How an output type follows from an input type: `output`, written in terms of `this['input']`. */
export interface TypeRule {
  readonly input: unknown;
  readonly output: unknown;
}

/** A step whose output type follows from its input, as that of `assign` and `pick` does. */
export interface RuledStep<out R extends TypeRule> {
  readonly [rule]: R;
}

/** The output type of a rule for an input type. */
export type Ruled<R extends TypeRule, I> = (R & { readonly input: I })['output'];

/** A service identifier that stands for a runnable, as `ref` makes it. */
export interface StepReference<in I, out O> extends Carrier<I, O> {
  readonly identifier: unknown;
}

/** The output of a step whose function returns `R`: promises are awaited, chunks added up, runnables run. */
export type Returned<R> =
  R extends Carrier<never, infer O>
    ? O
    : R extends PromiseLike<infer P>
      ? Returned<P>
      : R extends AsyncIterable<infer C>
        ? C
        : R extends Generator<infer C, unknown, never>
          ? C
          : R;

/** The output type of anything that can be a step: a runnable, a class, a function, an object of these. */
export type OutputOf<S> = OutputFor<S, InputOf<S>>;

/** The output type of a step for an input of type `I`, which may be more specific than the step's own. */
export type OutputFor<S, I> =
  S extends RuledStep<infer R>
    ? Ruled<R, I>
    : S extends Carrier<never, infer O>
      ? O
      : S extends Class<infer T>
        ? OutputFor<T, I>
        : S extends (...args: never) => infer R
          ? Returned<R>
          : S extends { invoke(...args: never): infer R }
            ? Awaited<R>
            : S extends object
              ? { -readonly [K in keyof S]: OutputFor<S[K], I> }
              : unknown;

/** The input type of anything that can be a step. */
export type InputOf<S> = S extends {
  readonly [types]: {
    /** Only the input is compared; the output may be anything. */
    readonly input: (input: infer I) => void;
  };
}
  ? I
  : S extends Class<infer T>
    ? InputOf<T>
    : S extends (...args: infer A) => infer R
      ? A extends readonly [infer I, ...unknown[]]
        ? ChunkInput<I, R>
        : unknown
      : S extends { invoke(input: infer I, ...rest: never): unknown }
        ? ForeignInput<I>
        : S extends object
          ? InputOfAll<S>
          : unknown;

/**
 * A generator function takes chunks, as a stream or as a list: its input is the type of a chunk. The compiler cannot
 * tell a `function*` from any other function that takes a list and returns a generator.
 */
type ChunkInput<I, R> =
  I extends AsyncIterable<infer C>
    ? C
    : I extends string
      ? I
      : [R, I] extends [Generator, Iterable<infer C>]
        ? C
        : I;

/** The intersection of the inputs of an object's steps: each gets the same input. */
type InputOfAll<S extends object> = keyof S extends never
  ? unknown
  : { [K in keyof S]: (input: InputOf<S[K]>) => void }[keyof S] extends (input: infer I) => void
    ? I
    : never;
