import type { Operation } from 'rfc6902';
import { InvalidInputError } from '../errors/run-errors.js';
import { jsonCopy } from './json-copy.js';
import { loadJsonPatch } from './json-patch.js';

/** A step of a JSON Patch. */
export type JsonPatchOperation = Operation;

/** What a log says of a run below the root. */
export interface LogEntry {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** ISO 8601, in milliseconds. */
  readonly start_time: string;
  readonly streamed_output: readonly unknown[];
  /** The texts of a model's chunks. */
  readonly streamed_output_str: readonly string[];
  /** The output as an object: itself, or `{ output }`; null while there is none. */
  readonly final_output: unknown;
  readonly end_time: string | null;
}

/** The state of a run, as far as its log tells. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly streamed_output: readonly unknown[];
  /** What the chunks so far amount to; null before the first. */
  readonly final_output: unknown;
  /** The runs below by their names; the second of a name has `:2` behind it, and so on. */
  readonly logs: Readonly<Record<string, LogEntry>>;
}

/**
 * A change of the state of a run, as a JSON Patch: what `streamLog` gives.
 *
 * Patches add up to a {@link RunLog}. They are plain data, which any library for JSON Patch applies, starting from an
 * empty object.
 *
 * ```json
 * { "ops": [{ "op": "add", "path": "/streamed_output/-", "value": "Hel" },
 *           { "op": "replace", "path": "/final_output", "value": "Hel" }] }
 * ```
 *
 * @see RFC 6902
 */
export class RunLogPatch {
  constructor(readonly ops: readonly JsonPatchOperation[]) {}

  /** Adds a later patch. */
  concat(later: RunLogPatch): RunLog {
    return new RunLog([], undefined).concat(this).concat(later);
  }
}

/** All patches of a run so far, and the state that they make. */
export class RunLog extends RunLogPatch {
  constructor(
    ops: readonly JsonPatchOperation[],
    /** Undefined before the first patch. */
    readonly state: RunState | undefined,
  ) {
    super(ops);
  }

  /** Adds a later patch; this log stays as it is. */
  override concat(later: RunLogPatch): RunLog {
    // The first operation replaces the whole, which takes a parent.
    const document = { state: jsonCopy(this.state) as RunState | undefined };
    const ops = later.ops.map(belowState);
    const failure = loadJsonPatch()
      .applyPatch(document, ops as Operation[])
      .find((result) => result !== null);
    if (failure !== undefined) {
      throw new InvalidInputError('RunLog.concat', `a patch that follows (${failure.message})`, later.ops);
    }
    return new RunLog([...this.ops, ...later.ops], document.state);
  }
}

function belowState(op: JsonPatchOperation): object {
  return {
    ...op,
    path: `/state${op.path}`,
    ...('from' in op ? { from: `/state${op.from}` } : {}),
    ...('value' in op ? { value: jsonCopy(op.value) } : {}),
  };
}
