import { inspect } from 'node:util';
import type { Observer } from '../plan/observer.js';
import type { Run, RunType } from '../plan/run.js';
import { Printer, type PrintOptions } from './terminal.js';

/** How a run of a type is called where the lines name it: what kind of event it is, and what kind of run. */
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

/** Prints everything about every run, in the form in which LangChain does with its debug flag; see `setDebug`. */
export class DebugTracer implements Observer {
  readonly #printer: Printer;
  readonly #crumbs = new Map<string, string>();

  constructor(options: PrintOptions = {}) {
    this.#printer = new Printer(options);
  }

  onStart(run: Run): void {
    const above = run.parent === undefined ? undefined : this.#crumbs.get(run.parent.id);
    const crumb = `${run.runType}:${run.name}`;
    this.#crumbs.set(run.id, above === undefined ? crumb : `${above} > ${crumb}`);
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
    this.#crumbs.delete(run.id);
  }

  #print(
    run: Run,
    event: 'start' | 'end' | 'error',
    color: 'green' | 'blue' | 'red',
    what: string,
    value: unknown,
  ): void {
    const head = this.#printer.style(color, `[${KINDS[run.runType][0]}/${event}]`);
    const crumbs = this.#printer.style('bold', `[${this.#crumbs.get(run.id) ?? run.name}]`);
    this.#printer.line(`${head} ${crumbs} ${what}\n${textOf(value)}`);
  }
}

function nameOf({ runType }: Run): string {
  return KINDS[runType][1];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value, undefined, 2);
  } catch {
    return inspect(value);
  }
}

function elapsed({ startTime, endTime = startTime }: Run): string {
  const ms = endTime - startTime;
  return ms < 1000 ? `[${ms.toFixed(0)}ms]` : `[${(ms / 1000).toFixed(2)}s]`;
}
