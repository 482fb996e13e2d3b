import type { Callbacks } from '../plan/callbacks.js';
import type { Node, Settle, Wrap } from '../plan/node.js';
import type { Observer } from '../plan/observer.js';
import type { Structure } from '../plan/structure.js';
import { asBase } from './as-runnable.js';
import { showMembers } from './bound-members.js';
import type { Context } from './context.js';
import { enter, enterBatch, enterStream } from './enter.js';
import { RunnableBase } from './runnable.js';

/** Which runs of a runnable are observed, and by whom. */
export interface Watch {
  /** Read for each run, so that observers can be added and removed; the outermost first. */
  readonly observers: readonly Observer[];
  /** Observers of every run below as well. */
  readonly callbacks?: Callbacks | undefined;
  /** Restricts observation to root runs. */
  readonly rootsOnly?: boolean | undefined;
}

/** Makes the runs of a runnable observed; in all other respects it stands for the runnable. */
export class RunnableObserved<I, O> extends RunnableBase<I, O> {
  readonly kind = 'observed';

  static {
    showMembers(
      RunnableObserved.prototype as RunnableObserved<unknown, unknown>,
      // An own property, which is not set until the constructor has ended.
      (observed) => (Object.hasOwn(observed, 'bound') ? observed.bound : undefined),
      (observed, made) => observed.around(made),
    );
  }

  constructor(
    readonly bound: Node<I, O>,
    readonly watch: Watch,
  ) {
    super(bound.name);
  }

  /** Puts the same observers around another node. */
  protected around(bound: Node): Node {
    return new RunnableObserved(bound, this.watch);
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return asBase(this.bound).fieldValues();
  }

  override withFields(values: Readonly<Record<string, unknown>>): Node {
    return this.around(asBase(this.bound).withFields(values));
  }

  override get transparent(): boolean {
    return true;
  }

  override get segment(): string | undefined {
    return this.bound.segment;
  }

  override structure(): Structure<Node> {
    return { shape: 'wrap', parts: [{ node: this.bound }] };
  }

  override get boundConcurrency(): number | undefined {
    return this.bound.boundConcurrency;
  }

  /** A retry is a run of its own, with its attempts inside it. */
  override wrapWork(wrap: Wrap): Node {
    return this.around(this.bound.wrapWork(wrap));
  }

  override get elementwise(): boolean {
    return this.bound.elementwise;
  }

  override wrapCall(wrap: Wrap): Node {
    return this.elementwise ? this.around(this.bound.wrapCall(wrap)) : wrap(this);
  }

  protected override defaultName(): string {
    return this.bound.getName();
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    return enter(this.bound, input, this.#watched(ctx));
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    return enterStream(this.bound, chunks, this.#watched(ctx));
  }

  override executeBatch(
    inputs: readonly I[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    return enterBatch(
      this.bound,
      inputs,
      contexts.map((ctx) => this.#watched(ctx)),
      settle,
      limit,
    );
  }

  #watched(ctx: Context): Context {
    const { observers, callbacks, rootsOnly } = this.watch;
    if (rootsOnly === true && ctx.tracer?.run !== undefined) return ctx;
    const heard = callbacks === undefined ? ctx : ctx.heardBy(callbacks);
    return observers.length === 0 ? heard : heard.observed(observers);
  }
}
