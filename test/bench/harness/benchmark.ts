/** One benchmark: measures something and reports it as a table. Never judges: a missed bar is printed, not thrown. */
export interface Benchmark {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  run(options: RunOptions): Promise<Report>;
}

/** How long to measure. */
export interface RunOptions {
  /** Interleaved rounds of a comparison. */
  readonly rounds: number;
}

/** A row of a report, by column. */
export type Row = Readonly<Record<string, string | number>>;

/** What a benchmark found. */
export interface Report {
  readonly rows: readonly Row[];
  /** Sentences below the table, such as which bar was met. */
  readonly notes: readonly string[];
}
