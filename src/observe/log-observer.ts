import type { Observer } from '../plan/observer.js';
import type { Run } from '../plan/run.js';
import { asRecord } from './as-record.js';
import { llmResult, textOf } from './handler-values.js';
import { jsonCopy } from './json-copy.js';
import type { RunPredicate } from './run-filter.js';
import type { JsonPatchOperation, LogEntry, RunState } from './run-log.js';

/** Takes patches, and gives a promise if the run has to wait. */
export type EmitPatch = (ops: readonly JsonPatchOperation[]) => Promise<void> | undefined;

// Names of properties that JSON Patch libraries refuse to follow.
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Writes the log for `streamLog` from the runs of a call, except for the chunks of the root, which its reader adds. */
export class LogObserver implements Observer {
  readonly prefersStreaming = true;
  readonly #paths = new Map<Run, string>();
  readonly #counts = new Map<string, number>();
  readonly #keys = new Set<string>();
  #root: Run | undefined;

  constructor(
    readonly passes: RunPredicate,
    readonly emit: EmitPatch,
  ) {}

  onStart(run: Run): unknown {
    const { id, name, runType, tags, metadata, startTime } = run;
    if (this.#root === undefined) {
      this.#root = run;
      const state: RunState = {
        ...{ id, name, type: runType },
        ...{ streamed_output: [], final_output: null, logs: {} },
      };
      return this.emit([{ op: 'replace', path: '', value: state }]);
    }
    if (!this.passes({ name, type: runType, tags })) return undefined;
    const entry: LogEntry = {
      ...{ id, name, type: runType, tags: [...tags], metadata: jsonCopy(metadata) as LogEntry['metadata'] },
      start_time: new Date(startTime).toISOString(),
      ...{ streamed_output: [], streamed_output_str: [], final_output: null, end_time: null },
    };
    const path = `/logs/${escaped(this.#keyOf(name))}`;
    this.#paths.set(run, path);
    return this.emit([{ op: 'add', path, value: entry }]);
  }

  onChunk(run: Run, chunk: unknown): unknown {
    const path = this.#paths.get(run);
    if (path === undefined) return undefined;
    const isModel = run.runType === 'chat_model' || run.runType === 'llm';
    const added: JsonPatchOperation = {
      op: 'add',
      path: `${path}/streamed_output/-`,
      value: jsonCopy(chunk),
    };
    return this.emit(
      isModel ? [{ op: 'add', path: `${path}/streamed_output_str/-`, value: textOf(chunk) }, added] : [added],
    );
  }

  onEnd(run: Run): unknown {
    return this.#end(run, outputOf(run));
  }

  onError(run: Run): unknown {
    return this.#end(run, null);
  }

  #end(run: Run, output: unknown): unknown {
    const path = this.#paths.get(run);
    if (path === undefined) return undefined;
    this.#paths.delete(run);
    return this.emit([
      { op: 'add', path: `${path}/final_output`, value: jsonCopy(output) },
      { op: 'add', path: `${path}/end_time`, value: new Date(run.endTime ?? run.startTime).toISOString() },
    ]);
  }

  /** The name of a run; `name:2` for the second run of a name, and so on, unless another run bears that name itself. */
  #keyOf(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const key = count === 1 && !RESERVED.has(name) ? name : `${name}:${String(count)}`;
    if (this.#keys.has(key)) return this.#keyOf(name);
    this.#keys.add(key);
    return key;
  }
}

function outputOf({ runType, output }: Run): unknown {
  switch (runType) {
    case 'chat_model':
    case 'llm':
      return llmResult(runType, output);
    case 'retriever':
      return { documents: output };
    default:
      return asRecord(output, 'output');
  }
}

/** A name as a reference token of a JSON Pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
