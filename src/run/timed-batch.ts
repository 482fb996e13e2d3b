import { Failure, type Node, type Outcome, type Settle } from '../plan/node.js';
import { nextTurn } from '../stream/turn.js';
import { now, startTimer, stopTimer } from './clock.js';
import type { Context } from './context.js';
import { enterBatch } from './enter.js';
import { Scope } from './scope.js';

/** A batch whose inputs are worked on together, within one limit of time that begins for all of them now. */
export class TimedBatch<O> {
  readonly #contexts: readonly Context[];
  readonly #open: Set<number>;
  readonly #finished: Promise<void>;
  #finish: () => void = () => undefined;

  constructor(
    contexts: readonly Context[],
    readonly limitMs: number,
    readonly settle: Settle<O>,
  ) {
    const end = now() + limitMs;
    this.#contexts = contexts.map((ctx) => {
      const deadline = Math.min(ctx.deadline ?? Infinity, end);
      return ctx.withScope(new Scope(ctx.scope, undefined, deadline, limitMs));
    });
    this.#open = new Set(contexts.keys());
    this.#finished = new Promise((resolve) => (this.#finish = resolve));
  }

  async run<I>(node: Node<I, O>, inputs: readonly I[]): Promise<void> {
    // One timer serves all; each input has an error of its own, which goes its own way.
    const timer = startTimer(() => {
      for (const { scope } of this.#contexts) scope.expire();
    }, this.limitMs);
    const unlisten = this.#contexts.map(({ scope }, index) =>
      scope.onAbort((reason) => {
        void nextTurn().then(() => {
          this.#settle(index, new Failure(reason));
        });
      }),
    );
    try {
      const work = enterBatch(node, inputs, this.#contexts, this.#settle, Infinity);
      await Promise.race([work, this.#finished]);
    } finally {
      stopTimer(timer);
      for (const stop of unlisten) stop();
      for (const { scope } of this.#contexts) scope.close();
    }
  }

  /** Settles an input once: with its outcome, or with the reason if it was aborted before. */
  readonly #settle = (index: number, outcome: Outcome<O>): void => {
    if (!this.#open.delete(index)) return;
    const aborted = this.#contexts[index]?.scope.failure;
    this.settle(index, aborted === undefined ? outcome : new Failure(aborted.reason));
    if (this.#open.size === 0) this.#finish();
  };
}
