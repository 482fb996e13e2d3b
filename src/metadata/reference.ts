/** A service identifier in the place of a step. */
export interface Reference {
  readonly identifier: unknown;
}

const references = new WeakSet<object>();

/** Makes a reference to a service identifier. */
export function makeReference(identifier: unknown): Reference {
  const reference = Object.freeze({ identifier });
  references.add(reference);
  return reference;
}

/** Tells a reference from an object of steps. */
export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && references.has(value);
}
