import type { Callbacks } from '../plan/callbacks.js';
import type { Tracer } from '../plan/node.js';

/** Makes the tracer of a call from its callbacks and the tracer of the surrounding run. */
export type MakeTracer = (callbacks: Callbacks | undefined, above: Tracer | undefined) => Tracer;

let makeTracer: MakeTracer | undefined;
let everywhere: Tracer | undefined;

/** Registers how tracers are made; observation calls it, since the executor does not depend on it. */
export function observeBy(make: MakeTracer): void {
  makeTracer = make;
}

/** Sets the tracer of all run trees that start from now on; undefined for none. */
export function observeRootsBy(tracer: Tracer | undefined): void {
  everywhere = tracer;
}

/** The tracer of run trees whose caller sets no callbacks. */
export function tracerOfRoots(): Tracer | undefined {
  return everywhere;
}

/** Makes a tracer that adds observers to those of the surrounding run, if any. */
export function traceFor(callbacks: Callbacks | undefined, above: Tracer | undefined): Tracer | undefined {
  return makeTracer === undefined ? above : makeTracer(callbacks, above);
}
