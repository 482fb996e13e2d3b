/** How long a run may take, in milliseconds; at least one of the limits. */
export interface TimeoutOptions {
  /** From the start of a run to its end; of a stream, from the first pull to the end of the last chunk. */
  readonly total?: number | undefined;
  /** From the first pull of a stream to its first chunk. An `invoke` has no chunks, and takes no notice. */
  readonly firstChunk?: number | undefined;
  /** From a further pull of a stream to the chunk that answers it; time that the reader takes does not count. */
  readonly idle?: number | undefined;
}
