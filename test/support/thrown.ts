/** What a function throws; fails if it throws nothing. */
export function thrownBy(work: () => unknown): unknown {
  let value: unknown;
  try {
    value = work();
  } catch (error) {
    return error;
  }
  throw new Error(`Expected an error, got ${String(value)}.`);
}
