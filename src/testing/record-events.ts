import '../observe/stream-events.js';
import type { Kwargs } from '../plan/config.js';
import type { Runnable } from '../plan/runnable.js';
import type { EventStreamOptions, StreamEvent, StreamEventsConfigLike } from '../plan/stream-event.js';

/** The events of a run, and the error of the run if it failed. */
export interface RecordedEvents {
  readonly events: readonly StreamEvent[];
  /** What the run threw; undefined unless it failed. */
  readonly error: unknown;
}

/**
 * Streams a runnable to its end and gives the events of all its runs, with stable ids as {@link stableEvents} makes them.
 *
 * @example
 * ```ts
 * import { RunnableLambda } from 'runwright';
 * import { recordEvents } from 'runwright/testing';
 *
 * const upper = RunnableLambda.from((text: string) => text.toUpperCase(), { name: 'upper' });
 * const events = await recordEvents(upper, 'hi');
 * events.map(({ event, run_id }) => [event, run_id]);
 * // => [['on_chain_start', 'run-1'], ['on_chain_stream', 'run-1'], ['on_chain_end', 'run-1']]
 * ```
 *
 * @throws what the run fails with; {@link recordEventsSettled} gives the events before it.
 */
export async function recordEvents<I>(
  runnable: Runnable<I, unknown>,
  input: I,
  config?: StreamEventsConfigLike,
  options?: EventStreamOptions,
  kwargs?: Kwargs,
): Promise<readonly StreamEvent[]> {
  const { events, error } = await record(runnable.streamEvents(input, config, options, kwargs));
  if (error !== undefined) throw error.cause;
  return events;
}

/** Does as {@link recordEvents} does, but never rejects: gives the events up to a failure together with the error. */
export async function recordEventsSettled<I>(
  runnable: Runnable<I, unknown>,
  input: I,
  config?: StreamEventsConfigLike,
  options?: EventStreamOptions,
  kwargs?: Kwargs,
): Promise<RecordedEvents> {
  const { events, error } = await record(runnable.streamEvents(input, config, options, kwargs));
  return { events, error: error?.cause };
}

/** Copies events with the ids of runs replaced by `run-1`, `run-2` …, in the order in which the events first name them. */
export function stableEvents(events: readonly StreamEvent[]): StreamEvent[] {
  const ids = new Map<string, string>();
  const stable = (id: string): string => {
    const known = ids.get(id) ?? `run-${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  return events.map((event) => ({
    ...event,
    parent_ids: event.parent_ids.map(stable),
    run_id: stable(event.run_id),
  }));
}

/** Any value may be thrown, also undefined, so what was thrown is wrapped. */
async function record(
  stream: AsyncIterable<StreamEvent>,
): Promise<{ readonly events: StreamEvent[]; readonly error?: { readonly cause: unknown } }> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events: stableEvents(events) };
  } catch (cause) {
    return { events: stableEvents(events), error: { cause } };
  }
}
