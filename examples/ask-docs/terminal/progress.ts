/** What is being indexed. */
export interface IndexingTask {
  readonly folder: string;
  /** How many files are to be read. */
  readonly files: number;
  /** How many Markdown files are left out. */
  readonly omitted: number;
}

/** Shows how far indexing is; how, is bound in `module.ts`. */
export abstract class Progress {
  abstract start(task: IndexingTask): void;
  /** Counts files that were read, and files that could not be. */
  abstract advance(read: number, skipped: number): void;
  /** Says what was indexed. */
  abstract finish(passages: number): void;
  /** Leaves the terminal as it was, whatever happened. */
  abstract stop(): void;
}
