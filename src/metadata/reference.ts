/** A service identifier where a step is expected. */
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

/** Whether a value is a reference, as opposed to an object of steps. */
export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && references.has(value);
}
