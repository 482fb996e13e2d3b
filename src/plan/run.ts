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
