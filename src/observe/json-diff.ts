import type { Operation } from 'rfc6902';
import { isJsonContainer, jsonCopy } from './json-copy.js';
import { loadJsonPatch } from './json-patch.js';

interface Pointer {
  add(token: string): Pointer;
  toString(): string;
}

/**
 * The JSON Patch that turns one value into another, with all paths below a given one.
 *
 * The values are compared without copying them first, so that the unchanged parts of a growing value are recognised by
 * identity, and only the values in the patch are copied.
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

/** Handles what the library would be slow at, or could not see into; undefined leaves the values to it. */
function grown(before: unknown, after: unknown, pointer: Pointer): Operation[] | undefined {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return grownList(before, after, pointer);
  if (isJsonContainer(before) && isJsonContainer(after)) return undefined;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return undefined;
  }
  return jsonDiff(jsonCopy(before), jsonCopy(after), pointer.toString());
}

/** The patch of a list that only grew: finding the smallest change would take time by the product of the lengths. */
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
