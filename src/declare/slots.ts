import type { Slot } from '../metadata/records.js';

/** The steps of an object as slots, labelled by their keys. */
export function keyedSlots(steps: object): Slot[] {
  return Object.entries(steps).map(([key, value]) => ({
    label: `key ${JSON.stringify(key)}`,
    key,
    value: value as unknown,
  }));
}

/** The steps of a list as slots, labelled by their numbers from 1. */
export function listedSlots(steps: readonly unknown[], label: string): Slot[] {
  return steps.map((value, index) => ({ label: `${label} ${index + 1}`, value }));
}
