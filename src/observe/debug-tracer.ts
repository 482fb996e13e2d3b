import type { Observer } from '../plan/observer.js';
import type { Run, RunType } from '../plan/run.js';
import { jsonText } from './json-text.js';
import { Printer, type PrintOptions } from './terminal.js';

/** What the lines call a run of each type: in the name of the event, and in the text. */
const KINDS: Readonly<Record<RunType, readonly [event: string, name: string]>> = {
  chain: ['chain', 'Chain'],
  chat_model: ['llm', 'LLM'],
  llm: ['llm', 'LLM'],
  prompt: ['chain', 'Prompt'],
  parser: ['chain', 'Parser'],
  tool: ['tool', 'Tool'],
  retriever: ['retriever', 'Retriever'],
  embeddings: ['chain', 'Embeddings'],
};

/** Prints the inputs, outputs and errors of every run, in the format of LangChain's debug mode; see `setDebug`. */
export class DebugTracer implements Observer {
  readonly #printer: Printer;
  readonly #breadcrumbs = new Map<string, string>();

  constructor(options: PrintOptions = {}) {
    this.#printer = new Printer(options);
  }

  onStart(run: Run): void {
    const above = run.parent === undefined ? undefined : this.#breadcrumbs.get(run.parent.id);
    const own = `${run.runType}:${run.name}`;
    this.#breadcrumbs.set(run.id, above === undefined ? own : `${above} > ${own}`);
    this.#print(run, 'start', 'green', `Entering ${nameOf(run)} run with input:`, run.inputs);
  }

  onEnd(run: Run): void {
    this.#print(run, 'end', 'blue', `${elapsed(run)} Exiting ${nameOf(run)} run with output:`, run.outputs);
  }

  onError(run: Run): void {
    const error = run.error instanceof Error ? (run.error.stack ?? String(run.error)) : run.error;
    this.#print(run, 'error', 'red', `${elapsed(run)} ${nameOf(run)} run errored with error:`, error);
  }

  onFinally(run: Run): void {
    this.#breadcrumbs.delete(run.id);
  }

  #print(
    run: Run,
    event: 'start' | 'end' | 'error',
    color: 'green' | 'blue' | 'red',
    what: string,
    value: unknown,
  ): void {
    const head = this.#printer.style(color, `[${KINDS[run.runType][0]}/${event}]`);
    const breadcrumbs = this.#printer.style('bold', `[${this.#breadcrumbs.get(run.id) ?? run.name}]`);
    this.#printer.line(
      `${head} ${breadcrumbs} ${what}\n${typeof value === 'string' ? value : jsonText(value, 2)}`,
    );
  }
}

function nameOf({ runType }: Run): string {
  return KINDS[runType][1];
}

function elapsed({ startTime, endTime = startTime }: Run): string {
  const ms = endTime - startTime;
  return ms < 1000 ? `[${ms.toFixed(0)}ms]` : `[${(ms / 1000).toFixed(2)}s]`;
}
