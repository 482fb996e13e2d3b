/** Tells whether a promise is still pending. */
export function isPending(work: Promise<unknown> | undefined): Promise<boolean> {
  if (work === undefined) return Promise.resolve(false);
  const settled = (): boolean => false;
  return Promise.race([work.then(settled, settled), after(true)]);
}

/** Tells whether a promise has been rejected with a certain error. */
export function isRejectedWith(work: Promise<unknown> | undefined, error: unknown): Promise<boolean> {
  if (work === undefined) return Promise.resolve(false);
  const rejected = work.then(
    () => false,
    (reason: unknown) => reason === error,
  );
  return Promise.race([rejected, after(false)]);
}

/** Resolves after the callbacks of a promise that was settled before. */
async function after<T>(value: T): Promise<T> {
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  return value;
}
