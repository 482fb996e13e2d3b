import { expect } from 'chai';
import { addChunks } from 'runwright';
import type { Plan } from './plan.js';
import type { Probe } from './probe.js';
import { turns } from '../support/turns.js';

/** What became of a run. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

export async function outcomeOf(run: () => PromiseLike<unknown>): Promise<Outcome> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

/** What became of a stream: its chunks, and what they amount to unless it failed. */
export interface Streamed {
  readonly chunks: readonly unknown[];
  readonly outcome: Outcome;
}

export async function streamed(stream: AsyncIterable<unknown>): Promise<Streamed> {
  const chunks: unknown[] = [];
  const outcome = await outcomeOf(async () => {
    for await (const chunk of stream) chunks.push(chunk);
    return addChunks(chunks);
  });
  return { chunks, outcome };
}

/**
 * Whether a stream may have failed where an invocation recovers: behind its first chunk a stream is neither retried nor
 * switched over.
 */
export function failedMidway(plan: Plan, { chunks, outcome }: Streamed): boolean {
  const has = (...parts: readonly string[]): boolean =>
    parts.some((part) => JSON.stringify(plan).includes(part));
  return (
    'error' in outcome && has('"retry"', '"live"') && (chunks.length > 0 || has('"breaks":true', '"pick"'))
  );
}

/** The outcome where only that it failed counts: of several failing branches, any may be the first. */
export function comparable(outcome: Outcome): unknown {
  return 'error' in outcome ? 'failed' : outcome;
}

/** Waits until all that a composition began has ended; deaf steps end in their own time. */
export async function settle(probe: Probe): Promise<void> {
  for (let turn = 0; turn < 50 && probe.busy; turn += 1) await turns();
  await turns();
}

/** Tells how much of a run is left outside of the composition. */
export interface Leftovers {
  /** Timers of the library. */
  timers(): number;
  /** Listeners on the caller's signal. */
  listeners(): number;
}

/**
 * That nothing is left of a run: no timer and no listener, now and later; and once deaf steps have come to their end, no
 * pause and no generator without its `finally`.
 */
export async function expectNothingLeft(probe: Probe, left: Leftovers): Promise<void> {
  const outside = (): object => ({ timers: left.timers(), listeners: left.listeners() });
  const nothing = { timers: 0, listeners: 0 };
  expect(outside(), 'timers and listeners when it has ended').to.deep.equal(nothing);
  await settle(probe);
  expect(outside(), 'timers and listeners later').to.deep.equal(nothing);
  expect({ waiting: probe.waiting, open: probe.open }, 'pauses and generators').to.deep.equal({
    waiting: 0,
    open: 0,
  });
}
