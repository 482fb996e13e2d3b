import type { OutputFor, TypeRule } from './step-types.js';

/** The keys by which values can be picked from an output: all that any of its types has, any text where it is unknown. */
export type KeyOf<O> = unknown extends O ? string : KnownKeyOf<O>;

type KnownKeyOf<O> = O extends readonly unknown[] ? never : O extends object ? keyof O & string : never;

/** What `pick` makes of an output: the value under a key, or an object of those keys of a list that are there. */
export type Picked<O, K> = unknown extends O
  ? unknown
  : O extends object
    ? K extends readonly (infer Key)[]
      ? PickedObject<Pick<O, Extract<keyof O, Key>>>
      : ValueAt<O, K>
    : never;

/** An object without a key is no value. */
type PickedObject<P> = Partial<P> extends P ? P | undefined : P;

type ValueAt<O, K> = K extends keyof O ? (string extends keyof O ? O[K] | undefined : O[K]) : undefined;

/**
 * What `assign` makes of an input: its keys, under those that are assigned. Where none is assigned over, the compiler
 * is spared a step for each of many assignments in a row, of which it takes so many only.
 */
export type Assigned<I, A> = I extends unknown
  ? Extract<keyof I, keyof A> extends never
    ? Flat<I & A>
    : Flat<Without<I, keyof A> & A>
  : never;

type Without<I, K> = { [P in keyof I as Exclude<P, K>]: I[P] };

type Flat<T> = { [K in keyof T]: T[K] };

/** The output is the input. */
export interface PassthroughRule extends TypeRule {
  readonly output: this['input'];
}

/** The output is the input with the outputs of steps under further keys. */
export interface AssignRule<M> extends TypeRule {
  readonly output: Assigned<this['input'], OutputFor<M, this['input']>>;
}

/** The output is of one type, whatever the input. */
export interface GivenRule<O> extends TypeRule {
  readonly output: O;
}

/** The output has what each of several steps gives for the input. */
export interface StepsRule<M> extends TypeRule {
  readonly output: OutputFor<M, this['input']>;
}

/** The output is a value of the input, or some of its keys. */
export interface PickRule<K> extends TypeRule {
  readonly output: Picked<this['input'], K>;
}
