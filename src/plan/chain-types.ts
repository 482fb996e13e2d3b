import type { InputOf, OutputFor } from './step-types.js';

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
 * The steps themselves where each takes what the one before gives; in the place of one that does not, a
 * {@link StepMismatch} with both types. A list whose length the compiler does not know is taken as it is.
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
  : StepMismatch<`The step behind step ${Before} does not take what it gives.`, Gives, InputOf<Step>>;

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
