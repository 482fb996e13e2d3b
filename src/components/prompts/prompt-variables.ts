import type { MessageLike } from '../messages/coerce-message.js';
import type { TemplateFormat } from './template.js';
import type { TemplateValue } from './template-values.js';
import type { TemplateVariables } from './template-variables.js';

/** The value of a placeholder for messages. */
export type MessagesValue = readonly MessageLike[];

/** The variables of a template, with the type of their values; any names where the compiler does not know the text. */
export type VariablesOfText<T extends string, F extends TemplateFormat> = {
  readonly [K in TemplateVariables<T, F>]: TemplateValue;
};

/**
 * The input of a prompt: an object with all variables; with a single variable, also its value alone; with variables
 * that the compiler does not know, any object.
 */
export type PromptInput<V extends object> = keyof V extends never
  ? unknown
  : string extends keyof V
    ? object | string
    : IsOne<keyof V> extends true
      ? V | Alone<V[keyof V]>
      : V;

/** The names of the required variables. */
export type InputVariable<V extends object> = string extends keyof V ? string : RequiredIn<V> & string;

type IsOne<K, All = K> = K extends unknown ? ([All] extends [K] ? true : false) : never;

/**
 * The value of a single template variable may be given alone only as a string: an object would be taken for the
 * values.
 */
type Alone<T> = TemplateValue extends T ? string : T;

/** The variables of all parts of a prompt. */
export type AllVariables<Parts> = Flat<
  { readonly [K in RequiredIn<Parts>]: ValueIn<Parts, K> } & {
    readonly [K in Exclude<KeyIn<Parts>, RequiredIn<Parts>>]?: ValueIn<Parts, K>;
  }
>;

type KeyIn<Parts> = Parts extends unknown ? keyof Parts : never;

type RequiredIn<Parts> = Parts extends unknown
  ? { [K in keyof Parts]-?: object extends Pick<Parts, K> ? never : K }[keyof Parts]
  : never;

type ValueIn<Parts, K> = Parts extends unknown ? (K extends keyof Parts ? Parts[K] : never) : never;

type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The variables that remain when some have a value. */
export type WithoutPartials<V extends object, P> = string extends keyof V ? V : Flat<Omit<V, keyof P>>;

/** Values of some variables of a prompt, or functions that return them, called for each run. */
export type PartialValues<V extends object> = string extends keyof V
  ? Readonly<Record<string, unknown>>
  : { readonly [K in keyof V]?: V[K] | (() => V[K] | PromiseLike<V[K]>) };
