import type { InputOf, OutputOf } from './step-types.js';

/** The input of a router: the key of one of its runnables, and the input of that runnable. */
export type RouterInput<T> = {
  [K in keyof T & string]: { readonly key: K; readonly input: InputOf<T[K]> };
}[keyof T & string];

/** The output of a router: the union of the outputs of its runnables. */
export type RouterOutput<T> = { [K in keyof T & string]: OutputOf<T[K]> }[keyof T & string];
