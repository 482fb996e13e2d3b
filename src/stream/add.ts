/**
 * Addition of chunks: what the chunks of a stream add up to.
 *
 * Strings and lists are concatenated, numbers are summed, {@link addable} objects are merged key by key, and an object
 * with a `concat` method defines its own addition. Nothing else can be added, plain objects included.
 */

/** Result of {@link add} for two chunks that cannot be added. */
export const NOT_ADDABLE = Symbol('not addable');

const mark = Symbol.for('runwright.addable');
const MARKED = Object.freeze({ value: true });

/** A chunk that defines its own addition, as message chunks do. */
export interface Concatenable {
  /** Returns the sum of this chunk and a later one; neither is changed. */
  concat(other: unknown): unknown;
}

/** Key of the method that starts an addition in linear time; `concat` would copy the sum for each chunk. */
export const accumulate: unique symbol = Symbol.for('runwright.accumulate') as never;

/** An addition in progress, owned by the caller that started it. */
export interface Accumulator {
  /**
   * Adds a chunk.
   *
   * @returns false if the chunk cannot be added to the sum, which then stays as it was.
   */
  add(chunk: unknown): boolean;
  /** The sum so far; later additions do not change the value returned. */
  readonly value: unknown;
}

/** Tells whether a chunk can start an addition in linear time. */
export function isAccumulable(value: unknown): value is { [accumulate](): Accumulator } {
  return typeof value === 'object' && value !== null && accumulate in value;
}

/**
 * Marks an object as a chunk that is merged key by key when a stream is added up, as the chunks of a parallel are.
 *
 * @param entries - The object, which is marked by a property that is not enumerable, and returned.
 * @example
 * ```ts
 * import { addable, addChunks } from 'runwright';
 *
 * addChunks([addable({ text: 'a' }), addable({ text: 'b', count: 1 })]); // => { text: 'ab', count: 1 }
 * ```
 */
export function addable<T extends object>(entries: T): T {
  return Object.defineProperty(entries, mark, MARKED);
}

/** Tells whether a value was marked by {@link addable}. */
export function isAddable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && mark in value;
}

/** Adds two chunks, or returns {@link NOT_ADDABLE}. Neither is changed. */
export function add(left: unknown, right: unknown): unknown {
  switch (typeof left) {
    case 'string':
      return typeof right === 'string' ? left + right : NOT_ADDABLE;
    case 'number':
      return typeof right === 'number' ? left + right : NOT_ADDABLE;
    case 'bigint':
      return typeof right === 'bigint' ? left + right : NOT_ADDABLE;
    case 'object':
      return left === null ? NOT_ADDABLE : addObjects(left, right);
    default:
      return NOT_ADDABLE;
  }
}

function addObjects(left: object, right: unknown): unknown {
  if (Array.isArray(left))
    return Array.isArray(right) ? [...(left as unknown[]), ...(right as unknown[])] : NOT_ADDABLE;
  if (isAddable(left)) return isAddable(right) ? mergeInto(addable({ ...left }), right) : NOT_ADDABLE;
  return isConcatenable(left) && isConcatenableToo(right) ? left.concat(right) : NOT_ADDABLE;
}

function isConcatenable(value: object): value is Concatenable {
  return typeof (value as Partial<Concatenable>).concat === 'function';
}

/** Both sides need a `concat`: a message and a string cannot be added. */
function isConcatenableToo(right: unknown): boolean {
  return typeof right === 'object' && right !== null && !Array.isArray(right) && isConcatenable(right);
}

/** Merges an addable object into another that the caller owns. */
export function mergeInto(
  target: Record<string, unknown>,
  source: Record<string, unknown>,
): Record<string, unknown> {
  for (const key of Object.keys(source)) setOwn(target, key, addValues(ownValue(target, key), source[key]));
  return target;
}

/** A key without a value takes the value of the other side; of two values that cannot be added, the later is kept. */
function addValues(left: unknown, right: unknown): unknown {
  if (left === undefined || left === null) return right;
  if (right === undefined || right === null) return left;
  const sum = add(left, right);
  return sum === NOT_ADDABLE ? right : sum;
}

function ownValue(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a key that comes from data: `__proto__`, too, becomes an own property without effect on the prototype. */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else (object as Record<string, unknown>)[key] = value;
}
