import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { BatchOptions, Kwargs } from '../plan/config.js';
import { Failure, type Node, type Outcome } from '../plan/node.js';
import { nextTurn, settleWithinTurn } from '../stream/turn.js';
import { openBatch, type BatchContexts, type Configs } from './batch-configs.js';
import type { Context } from './context.js';
import { enterBatch, leavingCall } from './enter.js';
import type { Scope } from './scope.js';

/** The placeholder for the result of an input that is not settled yet. */
const OPEN = Symbol('open');

/** A batch in progress, with the results so far. */
class Batch<I, O> {
  readonly outcomes: (Outcome<O> | typeof OPEN)[];
  readonly contexts: readonly Context[];
  /** The first failure in time. */
  first: Failure | undefined;
  /** A fault of the batch as a whole, because of which nothing was run. */
  mistake: Failure | undefined;
  #open: number;
  #finish: (() => void) | undefined;
  /** Pending releases of what runs that have ended held. */
  readonly #releasing: Promise<undefined>[] = [];

  constructor(
    readonly node: Node<I, O>,
    readonly inputs: readonly I[],
    readonly opened: BatchContexts,
    readonly failFast: boolean,
  ) {
    this.outcomes = new Array<Outcome<O> | typeof OPEN>(inputs.length).fill(OPEN);
    this.contexts = Array.from(inputs.keys(), (index) => opened.at(index));
    this.#open = inputs.length;
  }

  async run(limit: number): Promise<void> {
    const finished = new Promise<void>((resolve) => (this.#finish = resolve));
    const unlisten = this.contexts.map(({ scope }, index) =>
      scope.abortable
        ? scope.onAbort(() => {
            void this.#abandon(index);
          })
        : undefined,
    );
    try {
      const work = this.#work(limit);
      await Promise.race([work, finished]);
      if (this.first !== undefined) await settleWithinTurn([work]);
    } finally {
      for (const stop of unlisten) stop?.();
      for (const { scope } of this.contexts) scope.close();
      await Promise.all(this.#releasing);
    }
  }

  async #work(limit: number): Promise<void> {
    try {
      await enterBatch(this.node, this.inputs, this.contexts, this.#settle, limit);
    } catch (error) {
      this.mistake = new Failure(error);
      for (const index of this.inputs.keys()) this.#settle(index, this.mistake);
    }
  }

  readonly #settle = (index: number, outcome: Outcome<O>): void => {
    if (this.outcomes[index] !== OPEN) return;
    const { scope } = this.contexts[index] as Context;
    const aborted = scope.failure;
    const settled = aborted === undefined ? outcome : new Failure(aborted.reason);
    this.outcomes[index] = settled;
    this.#open -= 1;
    const released = scope.ended(undefined);
    if (released !== undefined) this.#releasing.push(released);
    if (settled instanceof Failure) this.#fail(settled, scope);
    if (this.#open === 0) this.#finish?.();
  };

  #fail(failure: Failure, scope: Scope): void {
    if (this.first === undefined || !this.failFast) {
      leavingCall(this.node, failure.error, scope, this.opened.caller);
    }
    if (this.first !== undefined) return;
    this.first = failure;
    if (!this.failFast) return;
    for (const scope of this.opened.scopes) scope.abort(failure.error);
    this.#finish?.();
  }

  /** An aborted run has one turn of the event loop to end by itself. */
  async #abandon(index: number): Promise<void> {
    await nextTurn();
    this.#settle(index, undefined as O);
  }
}

/** Runs a batch and returns the result of each input. */
export async function settleBatch<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  configs: Configs,
  options: BatchOptions = {},
  kwargs?: Kwargs,
): Promise<Outcome<O>[]> {
  const batch = await runBatch<I, O>(node, inputs, configs, options, kwargs, false);
  return batch.outcomes as Outcome<O>[];
}

/** Runs a batch and returns its outputs; throws the first error in time unless `returnExceptions` is set. */
export async function completeBatch<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  configs: Configs,
  options: BatchOptions = {},
  kwargs?: Kwargs,
): Promise<unknown[]> {
  const returnExceptions = options.returnExceptions ?? false;
  const batch = await runBatch<I, O>(node, inputs, configs, options, kwargs, !returnExceptions);
  const { first, mistake, outcomes } = batch;
  if (mistake !== undefined) throw mistake.error;
  if (first === undefined) return outcomes;
  if (!returnExceptions) throw first.error;
  return outcomes.map((outcome) => (outcome instanceof Failure ? outcome.error : outcome));
}

async function runBatch<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  configs: Configs,
  options: BatchOptions,
  kwargs: Kwargs | undefined,
  failFast: boolean,
): Promise<Batch<I, O>> {
  if (!Array.isArray(inputs))
    throw new InvalidOptionError(`${node.getName()}.batch`, 'inputs', 'an array', inputs);
  const limit = checkLimit(node, options);
  const opened = openBatch(node, inputs.length, configs, kwargs);
  try {
    const batch = new Batch(node, inputs, opened, failFast);
    if (inputs.length > 0) await batch.run(limit ?? opened.maxConcurrency ?? Infinity);
    return batch;
  } finally {
    for (const scope of opened.scopes) scope.close();
  }
}

/** Checks and returns the limit that the options of a batch set; undefined where the config decides. */
export function checkLimit(node: Node, { maxConcurrency }: BatchOptions): number | undefined {
  if (maxConcurrency === undefined || (typeof maxConcurrency === 'number' && maxConcurrency >= 1))
    return maxConcurrency;
  throw new InvalidOptionError(
    `${node.getName()}.batch`,
    'maxConcurrency',
    'a number from 1',
    maxConcurrency,
  );
}
