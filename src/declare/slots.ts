import type { Slot } from '../metadata/records.js';

/** The steps of an object, each in a slot labelled by its key. */
export function keyedSlots(steps: object): Slot[] {
  return Object.entries(steps).map(([key, value]) => ({
    label: `key ${JSON.stringify(key)}`,
    key,
    value: value as unknown,
  }));
}

/** The steps of a list, each in a slot labelled by its number. */
export function listedSlots(steps: readonly unknown[], label: string): Slot[] {
  return steps.map((value, index) => ({ label: `${label} ${index + 1}`, value }));
}
