/** Which run a step belongs to, as its context tells it. */
export interface RunInfo {
  /** UUID, time-ordered (version 7) unless the caller gave one. */
  readonly id: string;
  /** The `runName` of the config, or the runnable's name. */
  readonly name: string;
  /** Where the run is, such as `Answer > retry#2 > Model`. */
  readonly path: string;
  /** The run that this one is a part of; undefined for a root. */
  readonly parent: RunInfo | undefined;
}

/** What kind of work a run is; `chain` for everything that is none of the others. */
export type RunType =
  'chain' | 'chat_model' | 'llm' | 'prompt' | 'parser' | 'tool' | 'retriever' | 'embeddings';

/**
 * One run of a runnable, as observers are shown it.
 *
 * The same object is shown from the start of the run to its end, and is complete in `onEnd` and `onError`. Who keeps it
 * keeps the runs below it where these are recorded, and never those above: `parent` names them only.
 */
export interface Run extends RunInfo {
  readonly runType: RunType;
  /** What went in; of a stream undefined until its end, and then the sum of its chunks. */
  readonly input: unknown;
  /** What came out; of a stream the sum of its chunks. Undefined until the run has ended. */
  readonly output: unknown;
  /** The input as an object: itself if it is a plain one, else `{ input }`. `{ input: '' }` at the start of a stream. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The output as an object: itself if it is a plain one, else `{ output }`. Undefined until the run has succeeded. */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** What the run threw, as it was thrown; undefined unless it failed. */
  readonly error: unknown;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds since the epoch, with fractions; undefined while the run lasts. */
  readonly endTime: number | undefined;
  /** The part it plays for its parent, such as `seq:step:1`, and then the tags of its config. */
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The runs below it, in the order of their start; kept for listeners and others that ask for them. */
  readonly children: readonly Run[];
}
