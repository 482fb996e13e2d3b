import type { InputOf, OutputFor, StepLike } from './step-types.js';

/** What the compiler prints where the steps of a chain do not fit one another. */
export interface StepMismatch<Fault extends string, Gives, Takes> {
  readonly fault: Fault;
  readonly gives: Gives;
  readonly takes: Takes;
}

/** What the compiler prints for a chain of fewer than two steps. */
export interface TooFewSteps {
  readonly fault: 'A chain needs at least 2 steps.';
}

/**
 * The steps unchanged where each accepts the output of the one before; a step that does not is replaced by a
 * {@link StepMismatch} with both types. A list whose length the compiler does not know is not checked.
 */
export type CheckedSteps<T extends readonly unknown[]> = number extends T['length']
  ? T
  : T extends readonly [infer First, unknown, ...unknown[]]
    ? T extends readonly [unknown, ...infer Rest]
      ? CheckRest<Rest, OutputFor<First, InputOf<First>>, [First]>
      : never
    : TooFewSteps;

type CheckRest<T extends readonly unknown[], Gives, Done extends readonly unknown[]> = T extends readonly [
  infer Step,
  ...infer Rest,
]
  ? CheckRest<Rest, OutputFor<Step, Gives>, readonly [...Done, CheckStep<Step, Gives, Done['length']>]>
  : Done;

type CheckStep<Step, Gives, Before extends number> = [Gives] extends [InputOf<Step>]
  ? Step
  : StepMismatch<`The step after step ${Before} does not accept its output.`, Gives, InputOf<Step>>;

/** Options that may follow the steps given to `pipe`; an object with other keys is a step. */
export interface PipeOptions {
  /** Name of the chain's runs; `RunnableSequence` by default. */
  readonly name?: string | undefined;
  /** Excluded, since a runnable of another library has it and may have a name, too. */
  readonly invoke?: undefined;
  /** Excluded, since a function has it and a name, too. */
  readonly apply?: undefined;
}

/**
 * Steps given to `pipe` after an output of type `Gives`, each checked as in {@link CheckedSteps}.
 */
export type CheckedPipe<T extends readonly unknown[], Gives> = number extends T['length']
  ? T
  : CheckPipe<T, Gives, readonly []>;

type CheckPipe<T extends readonly unknown[], Gives, Done extends readonly unknown[]> = T extends readonly [
  infer Step,
  ...infer Rest,
]
  ? IsOptions<Step, Rest> extends true
    ? readonly [...Done, Step]
    : CheckPipe<Rest, OutputFor<Step, Gives>, readonly [...Done, CheckPiped<Step, Gives, Done['length']>]>
  : Done;

type CheckPiped<Step, Gives, Before extends number> = [Gives] extends [InputOf<Step>]
  ? Step
  : StepMismatch<
      Before extends 0
        ? 'The first piped step does not accept the output of the runnable.'
        : `The step after piped step ${Before} does not accept its output.`,
      Gives,
      InputOf<Step>
    >;

/**
 * The second step given to `pipe`, checked against the output of the first.
 *
 * While the compiler still infers the parameter types of a function that is the first step, `First` is the constraint
 * `StepLike<Gives>` itself; a check at that point would reject a chain whose types fit once they are known.
 */
export type FittingPiped<Step, First, Gives> =
  StepLike<Gives> extends First ? unknown : CheckPiped<Step, OutputFor<First, Gives>, 1>;

/** The output type of steps given to `pipe` after an output of type `Gives`. */
export type PipeOutput<T extends readonly unknown[], Gives> = number extends T['length']
  ? unknown
  : T extends readonly [infer Step, ...infer Rest]
    ? IsOptions<Step, Rest> extends true
      ? Gives
      : PipeOutput<Rest, OutputFor<Step, Gives>>
    : Gives;

type IsOptions<Last, Rest extends readonly unknown[]> = Rest extends readonly []
  ? Last extends PipeOptions
    ? [keyof Last] extends ['name']
      ? true
      : false
    : false
  : false;

/** The input type of a chain: that of its first step. */
export type ChainInput<T extends readonly unknown[]> = number extends T['length']
  ? never
  : T extends readonly [infer First, ...unknown[]]
    ? InputOf<First>
    : never;

/** The output type of a chain: that of its last step. */
export type ChainOutput<T extends readonly unknown[]> = number extends T['length']
  ? unknown
  : T extends readonly [infer First, ...infer Rest]
    ? OutputThrough<Rest, OutputFor<First, InputOf<First>>>
    : never;

type OutputThrough<T extends readonly unknown[], Gives> = T extends readonly [infer Step, ...infer Rest]
  ? OutputThrough<Rest, OutputFor<Step, Gives>>
  : Gives;
