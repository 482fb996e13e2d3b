/** A runnable that can be built again. */
export interface SerializedConstructor {
  readonly lc: 1;
  readonly type: 'constructor';
  /** The id of its class: a namespace and a name. */
  readonly id: readonly string[];
  /** The arguments that build it. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** The name of the runnable. */
  readonly name?: string;
}

/** A placeholder for what cannot be serialised, such as a function. */
export interface SerializedNotImplemented {
  readonly lc: 1;
  readonly type: 'not_implemented';
  /** The id of its class, or the type of the value. */
  readonly id: readonly string[];
  /** A short description for people. */
  readonly repr: string;
  /** The name of the runnable. */
  readonly name?: string;
}

/** A placeholder for the value of a secret. */
export interface SerializedSecret {
  readonly lc: 1;
  readonly type: 'secret';
  /** The id of the secret. */
  readonly id: readonly [string];
}

/**
 * The serialised form of a runnable, plain data.
 *
 * @example
 * ```json
 * {
 *   "lc": 1,
 *   "type": "constructor",
 *   "id": ["langchain", "schema", "runnable", "RunnablePick"],
 *   "kwargs": { "keys": "answer" },
 *   "name": "RunnablePick<answer>"
 * }
 * ```
 */
export type Serialized = SerializedConstructor | SerializedNotImplemented;

/** The key that wraps data with a key `lc` of its own, so that it is never built. */
export const ESCAPED = '__lc_escaped__';

/** Tells whether an object would be read as a part of the serialised form, or as escaped data. */
export function readsAsForm(value: object): boolean {
  return Object.hasOwn(value, 'lc') || Object.hasOwn(value, ESCAPED);
}

/** Creates the placeholder for a secret. */
export function secretForm(id: string): SerializedSecret {
  return { lc: 1, type: 'secret', id: [id] };
}

/** Sets a key of the object itself, whatever its name: `__proto__` reaches no prototype. */
export function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}
