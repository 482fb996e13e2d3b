import type { MessageLike } from '../messages/coerce-message.js';
import type { TemplateFormat } from './template.js';
import type { TemplateValue } from './template-values.js';
import type { TemplateVariables } from './template-variables.js';

/** What fills a placeholder for messages. */
export type MessagesValue = readonly MessageLike[];

/** The variables of a template, each with what it may be given; of a text the compiler does not know, any. */
export type VariablesOfText<T extends string, F extends TemplateFormat> = {
  readonly [K in TemplateVariables<T, F>]: TemplateValue;
};

/**
 * What a prompt with such variables takes: an object with them all; where there is but one, its value alone will do;
 * where the compiler does not know them, any object.
 */
export type PromptInput<V extends object> = keyof V extends never
  ? unknown
  : string extends keyof V
    ? object | string
    : IsOne<keyof V> extends true
      ? V | Alone<V[keyof V]>
      : V;

/** The variables that must be given. */
export type InputVariable<V extends object> = string extends keyof V ? string : RequiredIn<V> & string;

type IsOne<K, All = K> = K extends unknown ? ([All] extends [K] ? true : false) : never;

/** The value of the only variable of a template is short for an object with it if it is text. */
type Alone<T> = TemplateValue extends T ? string : T;

/** The variables of several parts of a prompt together. */
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

/** The variables that are left when some have a value. */
export type WithoutPartials<V extends object, P> = string extends keyof V ? V : Flat<Omit<V, keyof P>>;

/** Values for some variables of a prompt, or functions that give them anew for each run. */
export type PartialValues<V extends object> = string extends keyof V
  ? Readonly<Record<string, unknown>>
  : { readonly [K in keyof V]?: V[K] | (() => V[K] | PromiseLike<V[K]>) };
