import type { Streaming } from '../plan/node.js';
import type { RunType } from '../plan/run.js';
import type { ForeignRunnable } from '../plan/step-types.js';
import { deferred, EMPTY } from '../stream/deferred.js';
import { isPromiseLike } from '../stream/guards.js';
import { resumed } from '../stream/resumed.js';
import { call, chunksOf, within } from './call.js';
import { configOf } from './config-of.js';
import type { Context } from './context.js';
import { RunnableBase } from './runnable.js';
import { synchronously } from './synchronous.js';
import { fromWholeInput } from './whole-input.js';

interface StreamingRunnable {
  stream(input: unknown, config?: object): unknown;
}

/** Runs a runnable of a library that an integration supports beyond `invoke` and `stream`. */
export interface ForeignDriver {
  readonly name: string;
  readonly runType: RunType;
  readonly streaming: Streaming;
  /** What observers see in place of an input. */
  shown(input: unknown): unknown;
  /** Runs it on an input. */
  invoke(input: unknown, ctx: Context): unknown;
  /** Runs it on an input that arrives in chunks, at least one. */
  transform(chunks: AsyncIterable<unknown>, ctx: Context): AsyncIterable<unknown>;
}

/** Finds the driver of a runnable; undefined if it belongs to no supported library. */
type FindDriver = (runnable: object) => ForeignDriver | undefined;

let findDriver: FindDriver | undefined;

/** Registers how the runnables of a library are run, including those that are steps already. */
export function driveForeignBy(find: FindDriver): void {
  findDriver = find;
}

/** Tells whether an object is a runnable of another library. */
export function isForeign(value: object): value is ForeignRunnable<never, unknown> {
  return typeof (value as Partial<ForeignRunnable<never, unknown>>).invoke === 'function';
}

/** Runs a runnable of another library as a step: any object with `invoke`, streamed if it has `stream`. */
export class ForeignNode<I, O> extends RunnableBase<I, O> {
  readonly kind = 'foreign';
  readonly runnable: ForeignRunnable<I, O>;
  #driver: ForeignDriver | undefined;

  constructor(runnable: ForeignRunnable<I, O>) {
    super(nameOf(runnable));
    this.runnable = runnable;
  }

  /** Looked up until it is found: the integration may be loaded after the step was made. */
  get driver(): ForeignDriver | undefined {
    return (this.#driver ??= findDriver?.(this.runnable));
  }

  get runType(): RunType | undefined {
    return this.driver?.runType;
  }

  override get streaming(): Streaming {
    return this.driver?.streaming ?? super.streaming;
  }

  shown(input: I): unknown {
    return this.driver === undefined ? input : this.driver.shown(input);
  }

  execute(input: I, ctx: Context): O | PromiseLike<O> {
    const { driver, runnable } = this;
    const invoke = (value: I): unknown =>
      driver === undefined ? runnable.invoke(value, foreignConfig(ctx)) : driver.invoke(value, ctx);
    const answer = call(invoke, input, ctx) as O | PromiseLike<O>;
    return ctx.scope.synchronous && isPromiseLike(answer) ? synchronously(this, answer) : answer;
  }

  override executeStream(chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    const { driver, runnable } = this;
    if (driver !== undefined) return this.#drive(driver, chunks, ctx);
    if (!isStreaming(runnable)) return super.executeStream(chunks, ctx);
    return fromWholeInput(chunks, ctx, async (value) => {
      const answer = await call((input: I) => runnable.stream(input, foreignConfig(ctx)), value, ctx);
      ctx.scope.throwIfAborted();
      return chunksOf(answer, this, value, ctx) as AsyncIterable<O>;
    });
  }

  /** An empty input runs nothing, as everywhere. */
  #drive(driver: ForeignDriver, chunks: AsyncIterable<I>, ctx: Context): AsyncIterable<O> {
    if (driver.streaming === 'once') return super.executeStream(chunks, ctx);
    return deferred(async () => {
      const source = chunks[Symbol.asyncIterator]();
      const first = await source.next();
      if (first.done === true) return EMPTY;
      ctx.scope.throwIfAborted();
      return within(ctx, driver.transform(resumed(first, source), ctx)) as AsyncIterable<O>;
    });
  }

  protected override defaultName(): string {
    if (this.driver !== undefined) return this.driver.name;
    const { constructor } = this.runnable as { constructor?: { name?: unknown } };
    const name = constructor === Object ? undefined : constructor?.name;
    return typeof name === 'string' && name !== '' ? name : 'ForeignRunnable';
  }
}

function isStreaming(runnable: object): runnable is StreamingRunnable {
  return typeof (runnable as Partial<StreamingRunnable>).stream === 'function';
}

function nameOf(runnable: object): string | undefined {
  const { name } = runnable as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The context as the plain config that other libraries take. */
function foreignConfig(ctx: Context): object {
  return { ...configOf(ctx), signal: ctx.signal };
}
