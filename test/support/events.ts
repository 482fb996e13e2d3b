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
