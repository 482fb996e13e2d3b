import type { Observer } from '../plan/observer.js';
import type { Run } from '../plan/run.js';

/**
 * Keeps the runs of all calls that have it among their callbacks, for tests.
 *
 * @example
 * ```ts
 * import { collectRuns, RunnableLambda } from 'runwright';
 *
 * const runs = collectRuns();
 * await RunnableLambda.from((x: number) => x + 1, { name: 'add' }).invoke(1, { callbacks: [runs] });
 * runs.named('add').output; // => 2
 * runs.tree(); // => ['add']
 * ```
 */
export class RunCollector implements Observer {
  readonly recordsChildren = true;
  readonly #runs: Run[] = [];

  onStart(run: Run): void {
    this.#runs.push(run);
  }

  /** All runs, in the order in which they started. */
  get all(): readonly Run[] {
    return this.#runs;
  }

  /** The runs that are not children of others that are kept. */
  get roots(): readonly Run[] {
    const below = new Set(this.#runs.flatMap((run) => run.children));
    return this.#runs.filter((run) => !below.has(run));
  }

  /**
   * The first run with a name.
   *
   * @throws RangeError that lists the names of all runs, if none has this one.
   */
  named(name: string): Run {
    const run = this.#runs.find((each) => each.name === name);
    if (run !== undefined) return run;
    const names = [...new Set(this.#runs.map((each) => each.name))].join(', ');
    throw new RangeError(
      `No run is named ${JSON.stringify(name)}; there are ${names === '' ? 'none' : names}.`,
    );
  }

  /** The names of all runs, one per line, those of children below that of their parent and indented by two spaces. */
  tree(): string[] {
    const lines = (runs: readonly Run[], indent: string): string[] =>
      runs.flatMap((run) => [indent + run.name, ...lines(run.children, `${indent}  `)]);
    return lines(this.roots, '');
  }

  /** Forgets all runs. */
  clear(): void {
    this.#runs.length = 0;
  }
}

/**
 * Creates a {@link RunCollector}, to be passed among the `callbacks` of a config.
 *
 * @example
 * ```ts
 * import { collectRuns, RunnableLambda } from 'runwright';
 *
 * const runs = collectRuns();
 * const chain = RunnableLambda.from(function trim(text: string) { return text.trim(); }).pipe((text) => text.length);
 * await chain.invoke(' sky ', { callbacks: [runs] });
 * runs.tree(); // => ['RunnableSequence', '  trim', '  RunnableLambda']
 * ```
 */
export function collectRuns(): RunCollector {
  return new RunCollector();
}
