import type { Operation } from 'rfc6902';
import { isJsonContainer, jsonCopy } from './json-copy.js';
import { loadJsonPatch } from './json-patch.js';

interface Pointer {
  add(token: string): Pointer;
  toString(): string;
}

/**
 * What makes one value of the other, as a JSON Patch below a path.
 *
 * The values are compared as they are, so that those parts of a growing value that stay the same are known at a glance,
 * and only what the patch holds is copied.
 */
export function jsonDiff(before: unknown, after: unknown, path: string): Operation[] {
  return loadJsonPatch()
    .createPatch(before ?? null, after ?? null, grown)
    .map((op) => ({
      ...op,
      path: path + op.path,
      ...('value' in op ? { value: jsonCopy(op.value) } : {}),
    }));
}

/** Deals with what the library would take long for, or would look into where there is nothing to be seen. */
function grown(before: unknown, after: unknown, pointer: Pointer): Operation[] | undefined {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return grownList(before, after, pointer);
  if (isJsonContainer(before) && isJsonContainer(after)) return undefined;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return undefined;
  }
  return jsonDiff(jsonCopy(before), jsonCopy(after), pointer.toString());
}

/** A list that only grew; finding the least change between any two would take the product of their lengths. */
function grownList(
  before: readonly unknown[],
  after: readonly unknown[],
  pointer: Pointer,
): Operation[] | undefined {
  if (after.length < before.length || before.some((item, index) => item !== after[index])) return undefined;
  return after.slice(before.length).map((value: unknown, index) => ({
    op: 'add',
    path: pointer.add(String(before.length + index)).toString(),
    value,
  }));
}
