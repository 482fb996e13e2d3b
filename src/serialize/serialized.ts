/** A runnable that can be built again: its class by `id`, and the arguments that make it. */
export interface SerializedConstructor {
  readonly lc: 1;
  readonly type: 'constructor';
  readonly id: readonly string[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly name?: string;
}

/** Stands for what cannot be written down, such as a function. */
export interface SerializedNotImplemented {
  readonly lc: 1;
  readonly type: 'not_implemented';
  readonly id: readonly string[];
  readonly repr: string;
  readonly name?: string;
}

/** Stands for a secret, by its id. */
export interface SerializedSecret {
  readonly lc: 1;
  readonly type: 'secret';
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

/** Key under which an object of somebody's own stands that has a key `lc` itself: it is data, and never built. */
export const ESCAPED = '__lc_escaped__';

/** Tells an object that reads as a part of the serialised form, or as an escaped one. */
export function readsAsForm(value: object): boolean {
  return Object.hasOwn(value, 'lc') || Object.hasOwn(value, ESCAPED);
}

/** Makes what stands for a secret. */
export function secretForm(id: string): SerializedSecret {
  return { lc: 1, type: 'secret', id: [id] };
}

/** Sets a key of the object itself, whatever its name: `__proto__` reaches no prototype. */
export function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}
