/** Tells whether a promise is still open. */
export function isPending(work: Promise<unknown> | undefined): Promise<boolean> {
  if (work === undefined) return Promise.resolve(false);
  const settled = (): boolean => false;
  return Promise.race([work.then(settled, settled), after(true)]);
}

/** Tells whether a promise has been rejected with an error. */
export function isRejectedWith(work: Promise<unknown> | undefined, error: unknown): Promise<boolean> {
  if (work === undefined) return Promise.resolve(false);
  const rejected = work.then(
    () => false,
    (reason: unknown) => reason === error,
  );
  return Promise.race([rejected, after(false)]);
}

/** Resolves later than whoever waits for a promise that is settled already. */
async function after<T>(value: T): Promise<T> {
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  return value;
}
