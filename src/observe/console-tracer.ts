import type { DispatchedEvent, Observer } from '../plan/observer.js';
import type { Run, RunInfo } from '../plan/run.js';
import { duration, oneLine, Printer, shorten, type PrintOptions } from './terminal.js';

type Color = 'cyan' | 'green' | 'magenta' | 'red';

/** Options of a {@link ConsoleTracer}. */
export interface ConsoleTracerOptions extends PrintOptions {
  /**
   * How many characters of an input, output or error are shown.
   *
   * @defaultValue 100
   */
  readonly valueLength?: number | undefined;
}

/**
 * Prints runs as a tree while they happen: each run when it starts, and when it ends with what came out and how long it
 * took. An error is printed where it was thrown, with the path of the run.
 *
 * @example
 * ```ts
 * import { ConsoleTracer, RunnableLambda } from 'runwright';
 *
 * const chain = RunnableLambda.from((text: string) => text.trim()).pipe((text) => text.length);
 * await chain.invoke(' four ', { callbacks: [new ConsoleTracer()] });
 * // ▶ RunnableSequence ' four '
 * // │ ▶ RunnableLambda ' four '
 * // │ ✔ RunnableLambda 0.1 ms 'four'
 * // │ ▶ RunnableLambda 'four'
 * // │ ✔ RunnableLambda 0.0 ms 4
 * // ✔ RunnableSequence 0.4 ms 4
 * ```
 */
export class ConsoleTracer implements Observer {
  readonly #printer: Printer;
  readonly #valueLength: number;
  readonly #chunks = new WeakMap<Run, number>();
  readonly #printed = new WeakSet();

  constructor(options: ConsoleTracerOptions = {}) {
    this.#printer = new Printer(options);
    this.#valueLength = options.valueLength ?? 100;
  }

  onStart(run: Run): void {
    this.#print(run, 'cyan', '▶', run.input === undefined ? [] : [this.#value(run.input)]);
  }

  onChunk(run: Run): void {
    this.#chunks.set(run, (this.#chunks.get(run) ?? 0) + 1);
  }

  onCustomEvent(run: Run, { name, data }: DispatchedEvent): void {
    const rest = data === undefined ? [] : [this.#value(data)];
    this.#line(depthOf(run) + 1, 'magenta', '•', [name, ...rest]);
  }

  onEnd(run: Run): void {
    this.#print(run, 'green', '✔', [this.#took(run), this.#value(run.output)]);
  }

  onError(run: Run): void {
    this.#print(run, 'red', '✖', [this.#took(run), ...this.#error(run)]);
  }

  #took(run: Run): string {
    const chunks = this.#chunks.get(run);
    const streamed = chunks === undefined ? '' : `, ${String(chunks)} ${chunks === 1 ? 'chunk' : 'chunks'}`;
    return this.#printer.style('dim', duration((run.endTime ?? run.startTime) - run.startTime) + streamed);
  }

  /** The error where it is first met, which is where it was thrown; further up, the mark says enough. */
  #error({ error, path }: Run): string[] {
    if (typeof error === 'object' && error !== null) {
      if (this.#printed.has(error)) return [];
      this.#printed.add(error);
    }
    const text = error instanceof Error ? shorten(String(error), this.#valueLength) : this.#value(error);
    return [text, this.#printer.style('dim', `at ${path}`)];
  }

  #value(value: unknown): string {
    return oneLine(value, this.#valueLength);
  }

  #print(run: Run, color: Color, mark: string, rest: readonly string[]): void {
    this.#line(depthOf(run), color, mark, [this.#printer.style('bold', run.name), ...rest]);
  }

  #line(depth: number, color: Color, mark: string, words: readonly string[]): void {
    const indent = this.#printer.style('dim', '│ '.repeat(depth));
    this.#printer.line(indent + [this.#printer.style(color, mark), ...words].join(' '));
  }
}

function depthOf(run: RunInfo): number {
  let depth = 0;
  for (let above = run.parent; above !== undefined; above = above.parent) depth += 1;
  return depth;
}
