import type { Operation } from 'rfc6902';
import { InvalidInputError } from '../errors/run-errors.js';
import { jsonCopy } from './json-copy.js';
import { loadJsonPatch } from './json-patch.js';

/** A step of a JSON Patch. */
export type JsonPatchOperation = Operation;

/** The entry of a run below the root in a log. */
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

/** The state of a run, as its log has it so far. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly streamed_output: readonly unknown[];
  /** The sum of the chunks so far; null before the first. */
  readonly final_output: unknown;
  /** The runs below by name; the second run of a name has `:2` appended, and so on. */
  readonly logs: Readonly<Record<string, LogEntry>>;
}

/**
 * A change of the state of a run as a JSON Patch, as `streamLog` gives it.
 *
 * Patches add up to a {@link RunLog}. They are plain data, which any JSON Patch library can apply, starting from an empty
 * object.
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

  /**
   * Adds a later patch.
   *
   * @throws {@link InvalidInputError} if it cannot be applied to the state.
   */
  concat(later: RunLogPatch): RunLog {
    return new RunLog([], undefined).concat(this).concat(later);
  }
}

/** All patches of a run so far, and the state that results from them. */
export class RunLog extends RunLogPatch {
  constructor(
    ops: readonly JsonPatchOperation[],
    /** Undefined before the first patch. */
    readonly state: RunState | undefined,
  ) {
    super(ops);
  }

  /**
   * Adds a later patch; this log stays as it is.
   *
   * @throws {@link InvalidInputError} if it cannot be applied to the state.
   */
  override concat(later: RunLogPatch): RunLog {
    // The first operation replaces the whole document, which is possible only as a part of another.
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
