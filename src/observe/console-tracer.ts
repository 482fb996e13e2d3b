import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { DispatchedEvent, Observer } from '../plan/observer.js';
import type { Run, RunInfo } from '../plan/run.js';
import { duration, oneLine, Printer, shorten, type PrintOptions } from './terminal.js';

type Color = 'cyan' | 'green' | 'magenta' | 'red';

/** Options of a {@link ConsoleTracer}. */
export interface ConsoleTracerOptions extends PrintOptions {
  /**
   * How many characters of an input, output or error are shown, from 1; `Infinity` shows all.
   *
   * @defaultValue 100
   */
  readonly valueLength?: number | undefined;
}

/**
 * Prints runs as a tree while they happen: each run when it starts, and again when it ends, with its output and how long
 * it took. An error is printed at the run that threw it, with the path of that run.
 *
 * @example
 * ```ts
 * import { ConsoleTracer, RunnableLambda } from 'runwright';
 *
 * const chain = RunnableLambda.from((text: string) => text.trim()).pipe((text) => text.length);
 * await chain.invoke(' four ', { callbacks: [new ConsoleTracer()] });
 * //          ▶ RunnableSequence ' four '
 * //          │ ▶ RunnableLambda ' four '
 * //   0.1 ms │ ✔ RunnableLambda 'four'
 * //          │ ▶ RunnableLambda 'four'
 * //   0.0 ms │ ✔ RunnableLambda 4
 * //   0.4 ms ✔ RunnableSequence 4
 * ```
 */
export class ConsoleTracer implements Observer {
  readonly #printer: Printer;
  readonly #valueLength: number;
  readonly #chunks = new WeakMap<Run, number>();
  /** For each open run, by id, the errors that have been printed in its tree. */
  readonly #printed = new Map<string, WeakSet<object>>();

  /** @throws {@link InvalidOptionError} if `valueLength` is not a number from 1. */
  constructor(options: ConsoleTracerOptions = {}) {
    const { valueLength = 100 } = options;
    if (!(valueLength >= 1))
      throw new InvalidOptionError('new ConsoleTracer', 'valueLength', 'a number from 1', valueLength);
    this.#printer = new Printer(options);
    this.#valueLength = valueLength;
  }

  onStart(run: Run): void {
    const above = run.parent === undefined ? undefined : this.#printed.get(run.parent.id);
    this.#printed.set(run.id, above ?? new WeakSet());
    this.#print('', run, 'cyan', '▶', run.input === undefined ? [] : [this.#value(run.input)]);
  }

  onChunk(run: Run): void {
    this.#chunks.set(run, (this.#chunks.get(run) ?? 0) + 1);
  }

  onCustomEvent(run: Run, { name, data }: DispatchedEvent): void {
    const rest = data === undefined ? [] : [this.#value(data)];
    this.#line('', depthOf(run) + 1, 'magenta', '•', [name, ...rest]);
  }

  onEnd(run: Run): void {
    this.#print(tookOf(run), run, 'green', '✔', [...this.#chunkCount(run), this.#value(run.output)]);
  }

  onError(run: Run): void {
    this.#print(tookOf(run), run, 'red', '✖', [...this.#chunkCount(run), ...this.#error(run)]);
  }

  onFinally(run: Run): void {
    this.#printed.delete(run.id);
  }

  #chunkCount(run: Run): string[] {
    const chunks = this.#chunks.get(run);
    if (chunks === undefined) return [];
    return [this.#printer.style('dim', `${String(chunks)} ${chunks === 1 ? 'chunk' : 'chunks'}`)];
  }

  /** An error is printed once in each tree, by the run that threw it; the runs above it only show that they failed. */
  #error({ id, error, path }: Run): string[] {
    if (typeof error === 'object' && error !== null) {
      const printed = this.#printed.get(id);
      if (printed?.has(error) === true) return [];
      printed?.add(error);
    }
    const text = error instanceof Error ? shorten(String(error), this.#valueLength) : this.#value(error);
    return [text, this.#printer.style('dim', `at ${path}`)];
  }

  #value(value: unknown): string {
    return oneLine(value, this.#valueLength);
  }

  #print(took: string, run: Run, color: Color, mark: string, rest: readonly string[]): void {
    const name = this.#printer.style('bold', run.name);
    const words = [name, ...attemptOf(run).map((attempt) => this.#printer.style('dim', attempt)), ...rest];
    this.#line(took, depthOf(run), color, mark, words);
  }

  /** Prints a line that begins with a column for times. */
  #line(took: string, depth: number, color: Color, mark: string, words: readonly string[]): void {
    const left = this.#printer.style('dim', `${took.padStart(TIME_WIDTH)} ${'│ '.repeat(depth)}`);
    this.#printer.line(left + [this.#printer.style(color, mark), ...words].join(' '));
  }
}

/** How many characters the column for times takes: as many as `999.99 s`. */
const TIME_WIDTH = 8;

function tookOf({ startTime, endTime = startTime }: Run): string {
  return duration(endTime - startTime);
}

const ATTEMPT = 'retry:attempt:';

/** Which attempt of a retry a run is, from the second on; without it, all attempts would look alike. */
function attemptOf({ tags: [part] }: Run): string[] {
  return part?.startsWith(ATTEMPT) === true ? [`attempt ${part.slice(ATTEMPT.length)}`] : [];
}

function depthOf(run: RunInfo): number {
  let depth = 0;
  for (let above = run.parent; above !== undefined; above = above.parent) depth += 1;
  return depth;
}
