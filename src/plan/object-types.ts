import type { OutputFor, TypeRule } from './step-types.js';

/** The keys that can be picked from an output: those of any of its types, any string where it is `unknown`. */
export type KeyOf<O> = unknown extends O ? string : KnownKeyOf<O>;

type KnownKeyOf<O> = O extends readonly unknown[] ? never : O extends object ? keyof O & string : never;

/** What `pick` makes of an output: the value under a key, or an object with those keys of a list that are present. */
export type Picked<O, K> = unknown extends O
  ? unknown
  : O extends object
    ? K extends readonly (infer Key)[]
      ? PickedObject<Pick<O, Extract<keyof O, Key>>>
      : ValueAt<O, K>
    : never;

/** Where no key need be present, `pick` may give undefined. */
type PickedObject<P> = Partial<P> extends P ? P | undefined : P;

type ValueAt<O, K> = K extends keyof O ? (string extends keyof O ? O[K] | undefined : O[K]) : undefined;

/**
 * What `assign` makes of an input: its keys, overridden by those that are assigned. Where none is overridden, a plain
 * intersection keeps long rows of assignments within the compiler's limit of instantiation depth.
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

/** The output is of one type, regardless of the input. */
export interface GivenRule<O> extends TypeRule {
  readonly output: O;
}

/** The output is an object with the output of each step for the input. */
export interface StepsRule<M> extends TypeRule {
  readonly output: OutputFor<M, this['input']>;
}

/** The output is one value of the input, or an object with some of its keys. */
export interface PickRule<K> extends TypeRule {
  readonly output: Picked<this['input'], K>;
}
