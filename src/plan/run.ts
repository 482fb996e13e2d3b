/** Identifies the run that a step belongs to. */
export interface RunInfo {
  /** UUID, time-ordered (version 7) unless the caller gave one. */
  readonly id: string;
  /** The `runName` of the config, or the runnable's name. */
  readonly name: string;
  /** Where the run is, such as `Answer > retry#2 > Model`. */
  readonly path: string;
  /** The parent run; undefined for a root. */
  readonly parent: RunInfo | undefined;
}

/** The kind of work that a run does; `chain` for everything that is none of the others. */
export type RunType =
  'chain' | 'chat_model' | 'llm' | 'prompt' | 'parser' | 'tool' | 'retriever' | 'embeddings';

/**
 * One run of a runnable, as observers see it.
 *
 * It is the same object from the start of the run to its end, and is complete in `onEnd` and `onError`. It holds the
 * runs below it where these are recorded, but none above it: `parent` only identifies the parent.
 */
export interface Run extends RunInfo {
  readonly runType: RunType;
  /** The input; in a streamed run undefined until the end, and then the sum of its chunks. */
  readonly input: unknown;
  /** The output, or the sum of the chunks of a streamed run; undefined until the run has ended. */
  readonly output: unknown;
  /**
   * The input as an object: itself if it is a plain object, else `{ input }`. `{ input: '' }` at the start of a stream.
   */
  readonly inputs: Readonly<Record<string, unknown>>;
  /**
   * The output as an object: itself if it is a plain object, else `{ output }`. Undefined unless the run has succeeded.
   */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** The error of the run, as it was thrown; undefined unless the run failed. */
  readonly error: unknown;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds since the epoch, with fractions; undefined while the run lasts. */
  readonly endTime: number | undefined;
  /** Its role in its parent, such as `seq:step:1`, followed by the tags of its config. */
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The child runs, in the order in which they started; recorded only for observers that set `recordsChildren`. */
  readonly children: readonly Run[];
}
