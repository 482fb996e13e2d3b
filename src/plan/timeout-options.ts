/** How long a run may take, in milliseconds; at least one of the limits. */
export interface TimeoutOptions {
  /** From the start of a run to its end; for a stream, from the first pull to the end of the stream. */
  readonly total?: number | undefined;
  /** From the first pull of a stream to its first chunk; without effect on `invoke`, which has no chunks. */
  readonly firstChunk?: number | undefined;
  /** From each later pull of a stream to its chunk; time between pulls, which the reader takes, does not count. */
  readonly idle?: number | undefined;
}
