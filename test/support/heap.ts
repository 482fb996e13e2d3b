import { gc } from './gc.js';

/** Bytes of the heap that are in use after garbage collection. */
export async function heapUsed(): Promise<number> {
  await gc();
  return process.memoryUsage().heapUsed;
}
