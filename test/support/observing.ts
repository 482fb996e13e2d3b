import type { Observer, Run } from 'runwright';

/** Writes down what it is told, a line for each call, such as `end add 2`. */
export class Recorder implements Observer {
  readonly lines: string[] = [];
  readonly runs: Run[] = [];
  readonly #ended: Run[] = [];

  /** @param label - Stands before each line, to tell recorders apart. */
  constructor(readonly label?: string) {}

  onStart(run: Run): void {
    this.runs.push(run);
    this.#write('start', run, run.inputs);
  }
  onChunk(run: Run, chunk: unknown): void {
    this.#write('chunk', run, chunk);
  }
  onEnd(run: Run): void {
    this.#ended.push(run);
    this.#write('end', run, run.outputs);
  }
  onError(run: Run): void {
    this.#ended.push(run);
    this.#write('error', run, run.error instanceof Error ? run.error.message : run.error);
  }

  /** The names of all runs with the names of their parents, such as `RunnableSequence/add`. */
  get tree(): string[] {
    return this.runs.map(({ name, parent }) => (parent === undefined ? name : `${parent.name}/${name}`));
  }

  named(name: string): Run {
    const run = this.runs.find((each) => each.name === name);
    if (run === undefined) throw new Error(`No run is named ${name}: ${this.tree.join(', ')}`);
    return run;
  }

  /** Fails unless every run that started ended once, after the runs below it. */
  check(): void {
    for (const run of this.runs) {
      const ends = this.#ended.filter(({ id }) => id === run.id).length;
      if (ends !== 1) throw new Error(`${run.path} ended ${String(ends)} times.`);
      const parent = run.parent;
      if (parent === undefined || !this.#ended.some(({ id }) => id === parent.id)) continue;
      if (this.#placeOf(parent.id) < this.#placeOf(run.id))
        throw new Error(`${run.path} outlived its parent.`);
    }
  }

  #placeOf(id: string): number {
    return this.#ended.findIndex((run) => run.id === id);
  }

  #write(event: string, run: Run, value: unknown): void {
    const label = this.label === undefined ? '' : `${this.label} `;
    this.lines.push(`${label}${event} ${run.name} ${JSON.stringify(value)}`);
  }
}
