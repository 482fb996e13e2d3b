import type { RunContext } from './context.js';
import type { StepMismatch } from './chain-types.js';
import type { Carrier, ForeignRunnable, InputOf, OutputFor } from './step-types.js';

/** Decides whether an input takes a branch; its output counts as true or false. */
export type Condition<I> =
  Carrier<I, unknown> | ((input: I, ctx: RunContext) => unknown) | ForeignRunnable<I, unknown>;

/** What the compiler prints for a list of branches that is too short. */
export interface TooFewBranches {
  readonly fault: 'A branch needs at least one [condition, step] and a step for every other input.';
}

/** What the compiler prints where a pair is expected and something else is found. */
export interface NoPair<Found> {
  readonly fault: 'All but the last must be pairs [condition, step].';
  readonly found: Found;
}

/**
 * The branches unchanged where one input type fits them all; a branch that does not fit is replaced by a
 * {@link StepMismatch}. A list whose length the compiler does not know is not checked.
 */
export type CheckedBranches<T extends readonly unknown[]> = number extends T['length']
  ? T
  : T extends readonly [unknown, unknown, ...unknown[]]
    ? CheckRest<T, unknown, []>
    : TooFewBranches;

type CheckRest<T extends readonly unknown[], Takes, Done extends readonly unknown[]> = T extends readonly [
  infer Otherwise,
]
  ? readonly [...Done, Check<Otherwise, Takes, InputOf<Otherwise>>]
  : T extends readonly [infer Way, ...infer Rest]
    ? CheckRest<Rest, Both<Takes, WayInput<Way>>, readonly [...Done, CheckWay<Way, Takes>]>
    : Done;

type CheckWay<Way, Takes> = Way extends readonly [unknown, unknown]
  ? Check<Way, Takes, WayInput<Way>>
  : NoPair<Way>;

type Check<Way, Takes, Input> = [Takes & Input] extends [never]
  ? StepMismatch<'This branch does not accept the input of those before it.', Takes, Input>
  : Way;

/** Where two input types exclude each other, the first is kept, so that later branches are not reported as well. */
type Both<Takes, Input> = [Takes & Input] extends [never] ? Takes : Takes & Input;

type WayInput<Way> = Way extends readonly [infer Condition, infer Step]
  ? InputOf<Condition> & InputOf<Step>
  : unknown;

/** The input type of a branch: what all of its conditions and steps accept. */
export type BranchInput<T extends readonly unknown[]> = number extends T['length']
  ? never
  : InputOfAll<T, unknown>;

type InputOfAll<T extends readonly unknown[], Takes> = T extends readonly [infer Otherwise]
  ? Takes & InputOf<Otherwise>
  : T extends readonly [infer Way, ...infer Rest]
    ? InputOfAll<Rest, Takes & WayInput<Way>>
    : Takes;

/** The output type of a branch: the union of the outputs of its steps. */
export type BranchOutput<T extends readonly unknown[], I = BranchInput<T>> = number extends T['length']
  ? unknown
  : OutputOfAny<T, I>;

type OutputOfAny<T extends readonly unknown[], I> = T extends readonly [infer Otherwise]
  ? OutputFor<Otherwise, I>
  : T extends readonly [readonly [unknown, infer Step], ...infer Rest]
    ? OutputFor<Step, I> | OutputOfAny<Rest, I>
    : never;
