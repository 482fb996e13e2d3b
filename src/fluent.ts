/** Wires observation to the executor, and gives runnables the methods that the executor knows nothing of. */

import { DebugTracer } from './observe/debug-tracer.js';
import { observe } from './observe/observation.js';
import './run/interceptors.js';
import './run/listeners.js';
import { observeBy, observeRootsBy } from './run/observing.js';

observeBy(observe);

/**
 * Has everything about every run printed to the standard error, or no more; runs that are going on stay as they are.
 *
 * For a tree that is made to be read, see {@link ConsoleTracer}.
 */
export function setDebug(debug: boolean): void {
  observeRootsBy(debug ? observe([new DebugTracer()], undefined) : undefined);
}
