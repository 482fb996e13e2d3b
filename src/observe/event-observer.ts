import type { DispatchedEvent, Observer } from '../plan/observer.js';
import type { Run, RunInfo, RunType } from '../plan/run.js';
import type { StreamEvent, StreamEventData } from '../plan/stream-event.js';
import { eventInput, eventOutput } from './event-values.js';
import { toolCallId } from './handler-values.js';
import type { RunPredicate } from './run-filter.js';
import type { TracedRun } from './run-record.js';

/** Takes an event, and gives a promise if the run has to wait. */
export type Emit = (event: StreamEvent) => Promise<void> | undefined;

/** Options of an {@link EventObserver}. */
export interface EventOptions {
  readonly version: 'v1' | 'v2';
  /** The input of the call, which the start event of the root has although the root is streamed. */
  readonly input: unknown;
  readonly passes: RunPredicate;
}

/** What all events of a run have in common. */
interface Head extends Omit<StreamEvent, 'event' | 'data'> {
  readonly events: EventNames;
}

type What = 'start' | 'stream' | 'end' | 'error';

/** Turns what happens in the runs of a call into the events of `streamEvents`. */
export class EventObserver implements Observer {
  readonly prefersStreaming = true;
  readonly #heads = new Map<Run, Head | undefined>();
  readonly #repeated = new Set<string>();
  #root: Run | undefined;
  #rootStreamed = false;

  constructor(
    readonly options: EventOptions,
    readonly emit: Emit,
  ) {}

  onStart(run: Run): unknown {
    this.#root ??= run;
    const isRoot = run === this.#root;
    if (isRoot) return this.#emit(run, 'start', { input: this.options.input });
    return this.#emit(run, 'start', (run as TracedRun).streamed ? {} : { input: eventInput(run) });
  }

  onChunk(run: Run, chunk: unknown): unknown {
    if (run === this.#root) this.#rootStreamed = true;
    // A chain that needs its whole input has a start and an end event only, unless it is the root.
    else if (run.runType === 'chain' && (run as TracedRun).node.streaming === 'whole') return undefined;
    return this.#emit(run, 'stream', { chunk });
  }

  onEnd(run: Run): unknown {
    const output = eventOutput(run);
    if (run !== this.#root) return this.#emit(run, 'end', { output, input: eventInput(run) });
    return this.options.version === 'v1' && !this.#rootStreamed
      ? this.#endAsOneChunk(run, output)
      : this.#emit(run, 'end', { output });
  }

  /** In version v1, a root that does not stream has a stream event nevertheless. */
  async #endAsOneChunk(run: Run, output: unknown): Promise<void> {
    await this.#emit(run, 'stream', { chunk: output });
    await this.#emit(run, 'end', { output });
  }

  onError(run: Run): unknown {
    if (run.runType !== 'tool') return undefined;
    return this.#emit(run, 'error', {
      ...{ error: run.error, input: eventInput(run) },
      tool_call_id: toolCallId(run.input) ?? null,
    });
  }

  onFinally(run: Run): void {
    this.#heads.delete(run);
  }

  onCustomEvent(run: Run, { name, data }: DispatchedEvent): unknown {
    if (this.options.version === 'v1' || this.#repeated.has(run.id)) return undefined;
    const tags = (run as TracedRun).inheritedTags;
    if (!this.options.passes({ name, type: 'custom_event', tags })) return undefined;
    const { id, metadata } = run;
    return this.emit({
      ...{ event: 'on_custom_event', name, run_id: id, parent_ids: this.#parentIds(run) },
      ...{ tags, metadata, data: data as StreamEventData },
    });
  }

  #emit(run: Run, what: What, data: StreamEventData): unknown {
    let head = this.#heads.get(run);
    if (head === undefined) {
      if (this.#heads.has(run)) return undefined;
      this.#heads.set(run, (head = this.#headOf(run)));
      if (head === undefined) return undefined;
    }
    const { events, name, run_id, parent_ids, tags, metadata } = head;
    if (this.#repeated.size > 0 && this.#repeated.has(run_id)) return undefined;
    return this.emit({ event: events[what], name, run_id, parent_ids, tags, metadata, data });
  }

  /** What all events of a run have in common; undefined if the filter excludes the run. */
  #headOf(run: Run): Head | undefined {
    const { id, name, tags, metadata, runType } = run;
    const parents = this.#parentIds(run);
    // Two runs with one id cannot be told apart, so neither has any more events.
    if (parents.includes(id)) this.#repeated.add(id);
    if (!this.options.passes({ name, type: runType, tags })) return undefined;
    const parent_ids = this.options.version === 'v1' ? [] : parents;
    return { events: eventNames(runType), name, run_id: id, parent_ids, tags, metadata };
  }

  #parentIds(run: Run): readonly string[] {
    const ids: string[] = [];
    for (let above: RunInfo | undefined = run.parent; above !== undefined; above = above.parent)
      ids.push(above.id);
    return ids.reverse();
  }
}

type EventNames = Readonly<Record<What, string>>;

const namesByType = new Map<RunType, EventNames>();

/** The names of the events of a type of run; made once, since every event needs one. */
function eventNames(type: RunType): EventNames {
  let names = namesByType.get(type);
  if (names === undefined) {
    const name = (what: What): string => `on_${type}_${what}`;
    names = { start: name('start'), stream: name('stream'), end: name('end'), error: name('error') };
    namesByType.set(type, names);
  }
  return names;
}
