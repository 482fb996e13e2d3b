import type { StreamEvent } from 'runwright';
import { collect } from './collect.js';

/** An event as golden lists write it: without ids, and without tags and metadata where there are none. */
export type BriefEvent = Record<string, unknown>;

/** Reads events to their end, in the form of golden lists. */
export async function briefEvents(events: AsyncIterable<StreamEvent>): Promise<BriefEvent[]> {
  return (await collect(events)).map(brief);
}

export function brief({ event, name, tags, metadata, data }: StreamEvent): BriefEvent {
  return {
    ...{ event, name, data },
    ...(tags.length === 0 ? {} : { tags }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** Events as words, such as `chain_start add`. */
export function words(events: readonly { event?: unknown; name?: unknown }[]): string[] {
  return events.map(({ event, name }) => `${String(event).slice('on_'.length)} ${String(name)}`);
}

/**
 * An event with all that it says: what and of whom, which run, the runs around it, tags, data, and metadata if there is
 * any.
 */
export type EventFacts = readonly [
  what: string,
  run: number,
  around: readonly number[],
  tags: readonly string[],
  data: unknown,
  metadata?: Readonly<Record<string, unknown>>,
];

/** Reads events to their end, or their error, in the form of golden lists; a run is the number of its first event. */
export async function eventFacts(
  events: AsyncIterable<StreamEvent>,
): Promise<(EventFacts | readonly ['throws', string])[]> {
  const ids: string[] = [];
  const numberOf = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  const facts: (EventFacts | readonly ['throws', string])[] = [];
  try {
    for await (const { event, name, run_id, parent_ids, tags, metadata, data } of events) {
      const fact = [`${event} ${name}`, numberOf(run_id), parent_ids.map(numberOf), tags, data] as const;
      facts.push(Object.keys(metadata).length === 0 ? fact : [...fact, metadata]);
    }
  } catch (error) {
    facts.push(['throws', String(error)]);
  }
  return facts;
}
