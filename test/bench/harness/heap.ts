/** Bytes in use after everything that can be collected has been, also what finalisers let go. */
export async function heapUsed(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc, as `npm run bench` does.');
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
