import { AbortError } from '../errors/run-errors.js';
import type { ExecutionContext, Node, Tracer } from '../plan/node.js';
import type { DispatchedEvent, Observer } from '../plan/observer.js';
import type { RunInfo } from '../plan/run.js';
import { nextTurn } from '../stream/turn.js';
import { isIntercepting, recordsChildren, type Audience, type Local } from './audience.js';
import { notify, type Notice } from './notify.js';
import { RunRecord } from './run-record.js';

/** What a run is opened with: its observers, and the run around it. */
export interface Opening {
  readonly audience: Audience;
  readonly local: Local | undefined;
  readonly parent: OpenRun | undefined;
}

/** How a parent ends the runs that are still open in it: with its own error, or because it was left or has ended. */
export type Closing = { readonly error: unknown } | 'returned' | 'ended';

/** The input and output of a stream so far. */
export interface Progress {
  readonly input: unknown;
  readonly output: unknown;
}

const onStart: Notice<undefined> = (observer, run, ctx) => observer.onStart?.(run, ctx);
const onChunk: Notice<unknown> = (observer, run, ctx, chunk) => observer.onChunk?.(run, chunk, ctx);
const onEnd: Notice<undefined> = (observer, run, ctx) => observer.onEnd?.(run, ctx);
const onError: Notice<undefined> = (observer, run, ctx) => observer.onError?.(run, ctx);
const onFinally: Notice<undefined> = (observer, run, ctx) => observer.onFinally?.(run, ctx);
const onCustomEvent: Notice<DispatchedEvent> = (observer, run, ctx, event) =>
  observer.onCustomEvent?.(run, event, ctx);

/**
 * A run that has not ended: notifies its observers of what happens, and of exactly one end.
 *
 * It ends after the runs below it. Those that are still open, because nobody waited for them, are ended with it.
 */
export class OpenRun {
  readonly record: RunRecord;
  /** The context that the node is executed with. */
  readonly ctx: ExecutionContext;
  readonly observers: readonly Observer[];
  /** The run around it, until either has ended: contexts outlive runs, and must not keep those around them alive. */
  parent: OpenRun | undefined;
  /** The observers of the runs inside it. */
  readonly audience: Audience;
  /** Whether an observer intercepts the run. */
  readonly intercepting: boolean;
  /** Whether an observer wants the runs below recorded. */
  readonly recordsChildren: boolean;
  /** The input and output so far; only for a stream. */
  progress: Progress | undefined;
  #closed = false;
  #stopWatching: (() => void) | undefined;
  // The open runs below, as a linked list: a set would cost more than the rest of a run's bookkeeping.
  #first: OpenRun | undefined;
  #previous: OpenRun | undefined;
  #next: OpenRun | undefined;

  constructor(
    { audience, local, parent }: Opening,
    node: Node,
    ctx: ExecutionContext,
    tag: string | undefined,
    streamed: boolean,
    inside: (run: OpenRun) => Tracer,
  ) {
    const { identity } = ctx;
    const own = ownObservers(local, identity?.observers);
    this.parent = parent;
    this.audience = audience;
    this.observers = own === undefined ? audience.observers : [...audience.observers, ...own];
    this.intercepting = audience.intercepting || (own?.some(isIntercepting) ?? false);
    this.recordsChildren =
      audience.recordsChildren || parent?.recordsChildren === true || (own?.some(recordsChildren) ?? false);
    this.record = new RunRecord(
      node,
      parent?.record.place ?? outside(local),
      parent?.record.node.kind === 'retry' ? ctx.attempt : undefined,
      identity,
      tag ?? identity?.tag ?? local?.tag,
      audience.tagsWith(ctx.tags),
      audience.metadata === undefined ? ctx.metadata : { ...audience.metadata, ...ctx.metadata },
      streamed,
    );
    this.ctx = ctx.forRun(this.record.place, inside(this));
    if (parent !== undefined) this.#joinParent(parent);
  }

  /** Sets the input in the record, in the form in which the node shows it. */
  set input(input: unknown) {
    const { node } = this.record;
    try {
      this.record.input = node.shown === undefined ? input : node.shown(input);
    } catch {
      // An input that cannot be shown in that form is one that the node will refuse, with an error of its own.
      this.record.input = input;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  start(): Promise<void> | undefined {
    return notify(this.observers, onStart, this.record, this.ctx, undefined);
  }

  chunk(chunk: unknown): Promise<void> | undefined {
    if (this.#closed) return undefined;
    return notify(this.observers, onChunk, this.record, this.ctx, chunk);
  }

  dispatch(event: DispatchedEvent): Promise<void> | undefined {
    if (this.#closed) return undefined;
    return notify(this.observers, onCustomEvent, this.record, this.ctx, event);
  }

  end(output: unknown): Promise<void> | undefined {
    return this.#close('ended', output);
  }

  fail(error: unknown): Promise<void> | undefined {
    const { scope } = this.ctx;
    // Work that was stopped because the reader left has not failed.
    if (scope.left && scope.failure?.reason === error) return this.leave();
    return this.#close({ error }, undefined);
  }

  /** Ends a run whose reader has left, with the output so far. */
  leave(): Promise<void> | undefined {
    return this.#close('returned', this.progress?.output);
  }

  /** Set if the run was aborted: it counts as failed even if its work succeeds, since its caller got the reason. */
  get abortion(): { readonly reason: unknown } | undefined {
    return this.#stopWatching === undefined ? undefined : this.ctx.scope.failure;
  }

  /**
   * Ends the run within a turn after it is aborted, even if its work goes on, for which its caller does not wait either.
   *
   * Only the outermost run of each scope listens; those inside it are ended with it.
   */
  watch(): void {
    const { scope } = this.ctx;
    if (this.#closed || scope === this.parent?.ctx.scope || !scope.abortable) return;
    this.#stopWatching = scope.onAbort((reason) => {
      nextTurn()
        .then(() => this.fail(reason))
        .catch(() => undefined);
    });
  }

  #close(closing: Closing, output: unknown): Promise<void> | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    this.#stopWatching?.();
    if (this.parent !== undefined) this.parent.#forget(this);
    this.parent = undefined;
    const below = this.#first === undefined ? undefined : this.#closeChildren(closing);
    return below === undefined ? this.#tell(closing, output) : below.then(() => this.#tell(closing, output));
  }

  #tell(closing: Closing, output: unknown): Promise<void> | undefined {
    const { record } = this;
    if (this.progress !== undefined) this.input = this.progress.input;
    // Whoever still holds the run must not keep its stream alive.
    this.progress = undefined;
    const failed = typeof closing === 'object';
    if (failed) record.fail(closing.error);
    else record.succeed(output);
    let told: Promise<void> | undefined;
    try {
      told = notify(this.observers, failed ? onError : onEnd, record, this.ctx, undefined);
    } catch (error) {
      return this.#tellFinally(error);
    }
    return told === undefined
      ? this.#tellFinally()
      : told.then(
          () => this.#tellFinally(),
          (error: unknown) => this.#tellFinally(error),
        );
  }

  #tellFinally(...raised: [] | [error: unknown]): Promise<void> | undefined {
    const told = notify(this.observers, onFinally, this.record, this.ctx, undefined);
    if (raised.length === 0) return told;
    if (told === undefined) throw raised[0];
    return told.then(() => {
      throw raised[0];
    });
  }

  /** Ends every open run below; an error that an observer raises there is lost, since no caller is left to get it. */
  #closeChildren(closing: Closing): Promise<void> | undefined {
    const pending: Promise<void>[] = [];
    for (let child = this.#first; child !== undefined; child = this.#first) {
      try {
        const closed = child.#closeWithParent(closing);
        if (closed !== undefined) pending.push(closed);
      } catch {
        continue;
      }
    }
    return pending.length === 0 ? undefined : Promise.allSettled(pending).then(() => undefined);
  }

  #closeWithParent(closing: Closing): Promise<void> | undefined {
    if (closing === 'ended' && this.progress === undefined) {
      return this.fail(new AbortError('the run that it was a part of has ended'));
    }
    return this.#close(closing, this.progress?.output);
  }

  #joinParent(parent: OpenRun): void {
    if (parent.recordsChildren) parent.record.addChild(this.record);
    if (parent.#closed) return;
    this.#next = parent.#first;
    if (this.#next !== undefined) this.#next.#previous = this;
    parent.#first = this;
  }

  #forget(child: OpenRun): void {
    if (child.#previous !== undefined) child.#previous.#next = child.#next;
    else if (this.#first === child) this.#first = child.#next;
    if (child.#next !== undefined) child.#next.#previous = child.#previous;
    child.#previous = child.#next = undefined;
  }
}

function ownObservers(
  local: Local | undefined,
  own: readonly Observer[] | undefined,
): readonly Observer[] | undefined {
  if (local === undefined || local.observers.length === 0) return own;
  return own === undefined ? local.observers : [...local.observers, ...own];
}

/** The run of another library that a callback manager belongs to; only its id is known. */
function outside(local: Local | undefined): RunInfo | undefined {
  const id = local?.parentRunId;
  return id === undefined ? undefined : { id, name: '', path: '', parent: undefined };
}
