import type { Callbacks } from '../plan/callbacks.js';
import type { Tracer } from '../plan/node.js';

/** Makes what observes the runs of a call, besides what observes the run that it is made in. */
export type MakeTracer = (callbacks: Callbacks | undefined, above: Tracer | undefined) => Tracer;

let makeTracer: MakeTracer | undefined;
let everywhere: Tracer | undefined;

/** Says how runs are observed; told from outside, since the executor knows none of its observers. */
export function observeBy(make: MakeTracer): void {
  makeTracer = make;
}

/** Has every run tree that starts from now on observed; by nobody if there is no tracer. */
export function observeRootsBy(tracer: Tracer | undefined): void {
  everywhere = tracer;
}

/** What observes a run tree of whose observers its caller says nothing. */
export function tracerOfRoots(): Tracer | undefined {
  return everywhere;
}

/** Adds observers to those of the run above, if any. */
export function traceFor(callbacks: Callbacks | undefined, above: Tracer | undefined): Tracer | undefined {
  return makeTracer === undefined ? above : makeTracer(callbacks, above);
}
