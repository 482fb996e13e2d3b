import type { Node, RunIdentity } from '../plan/node.js';
import type { Run, RunInfo, RunType } from '../plan/run.js';
import { uuidv7 } from '../plan/uuid.js';
import { asRecord } from './as-record.js';
import { readable } from './json-copy.js';

const { performance } = globalThis;
const NOTHING: readonly never[] = Object.freeze([]);

/** The id, name and place of a run: all that the runs below it, and contexts that outlive it, hold of it. */
export class RunPlace implements RunInfo {
  #id: string | undefined;

  constructor(
    readonly name: string,
    readonly parent: RunInfo | undefined,
    readonly startTime: number,
    id: string | undefined,
    readonly segment: string,
    /** Which attempt of its parent it is, if that is a retry. */
    readonly attempt: number | undefined,
  ) {
    this.#id = id;
  }

  /** Made on the first access: nobody asks for the ids of most runs that are only listened to. */
  get id(): string {
    return (this.#id ??= uuidv7(this.startTime));
  }

  get path(): string {
    const above = this.parent?.path ?? '';
    if (above === '') return this.segment;
    return this.attempt === undefined
      ? `${above} > ${this.segment}`
      : `${above}#${String(this.attempt)} > ${this.segment}`;
  }
}

/** What the library's own observers see of a run beyond {@link Run}. */
export interface TracedRun extends Run {
  readonly node: Node;
  /** Whether its input is known only at its end. */
  readonly streamed: boolean;
  /** The tags that it hands on to the runs below. */
  readonly inheritedTags: readonly string[];
}

/** What observers see of a run; the tracer fills it in as the run proceeds. */
export class RunRecord implements TracedRun {
  readonly place: RunPlace;
  readonly runType: RunType;
  readonly metadata: Readonly<Record<string, unknown>>;
  status: Run['status'] = 'running';
  input: unknown;
  output: unknown;
  error: unknown;
  endTime: number | undefined;
  readonly #tag: string | undefined;
  readonly #inheritedTags: readonly string[];
  readonly #started = performance.now();
  #children: RunRecord[] | undefined;

  constructor(
    readonly node: Node,
    parent: RunInfo | undefined,
    attempt: number | undefined,
    identity: RunIdentity | undefined,
    tag: string | undefined,
    tags: readonly string[],
    metadata: Readonly<Record<string, unknown>>,
    readonly streamed: boolean,
  ) {
    const name = identity?.runName ?? node.getName();
    // A retry has no name of its own, and goes by what it is: `retry`, and `retry#2` for what its second attempt runs.
    const segment = node.segment === undefined ? node.kind : name;
    this.place = new RunPlace(name, parent, Date.now(), identity?.runId, segment, attempt);
    this.runType = node.runType ?? 'chain';
    this.metadata = metadata;
    this.#tag = tag;
    this.#inheritedTags = tags;
  }

  get id(): string {
    return this.place.id;
  }
  get name(): string {
    return this.place.name;
  }
  get path(): string {
    return this.place.path;
  }
  get parent(): RunInfo | undefined {
    return this.place.parent;
  }
  get startTime(): number {
    return this.place.startTime;
  }
  get inheritedTags(): readonly string[] {
    return this.#inheritedTags;
  }
  get tags(): readonly string[] {
    return this.#tag === undefined ? this.#inheritedTags : [this.#tag, ...this.#inheritedTags];
  }
  get children(): readonly Run[] {
    return this.#children ?? NOTHING;
  }

  get inputs(): Readonly<Record<string, unknown>> {
    return this.streamed && this.status === 'running' ? { input: '' } : asRecord(this.input, 'input');
  }
  get outputs(): Readonly<Record<string, unknown>> | undefined {
    return this.status === 'succeeded' ? asRecord(this.output, 'output') : undefined;
  }

  addChild(child: RunRecord): void {
    (this.#children ??= []).push(child);
  }

  succeed(output: unknown): void {
    this.status = 'succeeded';
    this.output = output;
    this.#end();
  }

  fail(error: unknown): void {
    this.status = 'failed';
    this.error = error;
    this.#end();
  }

  /** What a log or `JSON.stringify` shows of it; the parent is left out, since a parent shows its children. */
  toJSON(): Record<string, unknown> {
    const { id, name, runType, path, status, inputs, outputs, startTime, endTime } = this;
    const { tags, metadata, children } = this;
    return {
      ...{ id, name, runType, path, status, inputs, outputs, error: readable(this.error) },
      ...{ startTime, endTime, tags, metadata, children },
    };
  }

  #end(): void {
    this.endTime = this.startTime + (performance.now() - this.#started);
  }
}
