/** What a promise is rejected with; fails if it is not rejected. */
export async function caught(work: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a rejection, got ${String(value)}.`);
}
