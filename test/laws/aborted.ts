import { countedSignal } from '../support/counted-signal.js';
import { fc } from '../support/properties.js';
import { turns } from '../support/turns.js';
import type { Text } from './build.js';
import type { Form } from './forms.js';
import type { Outcome } from './lawful.js';
import type { Plan } from './plan.js';
import { Probe } from './probe.js';

/**
 * Ends a run before its time: when so much user code has begun, from within it, or after so many turns of the event loop
 * or microtasks.
 */
export const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ kind: fc.constant('begun' as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('turns' as const), count: fc.nat({ max: 6 }) }),
  fc.record({ kind: fc.constant('ticks' as const), count: fc.nat({ max: 60 }) }),
);

export type Moment = { readonly kind: 'begun' | 'turns' | 'ticks'; readonly count: number };

export interface Aborted {
  readonly probe: Probe;
  /** Counts the listeners on the signal. */
  listeners(): number;
  readonly reason: Error;
  readonly outcome: Outcome;
  /** Whether the run was aborted while user code was under way. */
  readonly busy: boolean;
}

/** Runs a composition and aborts it at some moment, unless it has ended before. */
export async function aborted(
  form: Form,
  plan: Plan,
  when: Moment,
  run: (runnable: Text, signal: AbortSignal) => Promise<Outcome>,
): Promise<Aborted> {
  const probe = new Probe();
  const counted = countedSignal();
  const reason = new Error('enough');
  let ended = false;
  let busy = false;
  const abort = (within: boolean): void => {
    if (ended) return;
    busy = within || probe.busy;
    probe.forbid();
    counted.abort(reason);
  };
  if (when.kind === 'begun') probe.when(when.count, () => abort(true));
  const running = run(form(plan, probe), counted.signal).then((outcome) => {
    ended = true;
    return outcome;
  });
  if (when.kind === 'turns') await turns(when.count);
  if (when.kind === 'ticks') for (let tick = 0; tick < when.count; tick += 1) await Promise.resolve();
  if (when.kind !== 'begun') abort(false);
  return { probe, listeners: () => counted.listeners, reason, outcome: await running, busy };
}
