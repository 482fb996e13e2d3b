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

/** The error that a promise is rejected with; fails if it is not rejected, or with something else. */
export async function rejection(work: PromiseLike<unknown>): Promise<Error> {
  const error = await caught(work);
  if (error instanceof Error) return error;
  throw new Error(`Expected an error, got ${String(error)}.`);
}
