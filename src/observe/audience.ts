import type { CallbackHandler, Callbacks } from '../plan/callbacks.js';
import type { Observer } from '../plan/observer.js';
import { inheritableHandlers, isManager, withHandlers } from './callback-manager.js';
import { observerOf } from './handler-observer.js';

const NOBODY: readonly never[] = Object.freeze([]);

/** The observers of every run of a tree, and the tags and metadata that a callback manager adds to these runs. */
export class Audience {
  /** Nobody, for runs that are observed only by observers of their own. */
  static readonly none = new Audience(NOBODY, NOBODY, NOBODY, undefined);

  readonly recordsChildren: boolean;
  readonly intercepting: boolean;
  /** Whether a streamed run needs its whole input before it starts. */
  readonly wantsWhole: boolean;

  constructor(
    readonly observers: readonly Observer[],
    /** The same observers as the config gave them. */
    readonly callbacks: readonly (Observer | CallbackHandler)[],
    readonly tags: readonly string[],
    readonly metadata: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.recordsChildren = observers.some(recordsChildren);
    this.intercepting = observers.some(isIntercepting);
    this.wantsWhole = observers.some(wantsWhole);
  }

  /** The tags of a context and those of the callback manager. */
  tagsWith(tags: readonly string[]): readonly string[] {
    return this.tags.length === 0 ? tags : union(tags, this.tags);
  }

  /** This audience and the callbacks of a config, each of them once. */
  with(callbacks: Callbacks): Audience {
    const manager = isManager(callbacks) ? callbacks : undefined;
    const added = manager === undefined ? (callbacks as readonly object[]) : inheritableHandlers(manager);
    const all = [...new Set([...this.callbacks, ...added])];
    return new Audience(
      [...new Set(all.map(observerOf))],
      all,
      union(this.tags, manager?.inheritableTags),
      manager?.inheritableMetadata === undefined
        ? this.metadata
        : { ...this.metadata, ...manager.inheritableMetadata },
    );
  }
}

/** What a callback manager has for the next run only. */
export interface Local {
  readonly observers: readonly Observer[];
  readonly tag: string | undefined;
  readonly parentRunId: string | undefined;
}

/** Reads what a callback manager has for the next run only; undefined if the callbacks are no manager. */
export function localOf(callbacks: Callbacks | undefined): Local | undefined {
  if (callbacks === undefined || !isManager(callbacks)) return undefined;
  const inherited = new Set(inheritableHandlers(callbacks));
  const own = callbacks.handlers.filter((handler) => !inherited.has(handler));
  return {
    observers: own.map((handler) => observerOf(handler as CallbackHandler)),
    tag: callbacks.tags?.find((tag) => callbacks.inheritableTags?.includes(tag) !== true),
    parentRunId: callbacks.getParentRunId?.(),
  };
}

/** The callbacks of a config and one more observer; what is no callbacks is left to be refused with the config. */
export function addObserver(callbacks: Callbacks | undefined, observer: Observer): Callbacks {
  if (callbacks === undefined) return [observer];
  if (!isManager(callbacks)) return [...callbacks, observer];
  if (!Array.isArray((callbacks as Partial<typeof callbacks> | null)?.handlers)) return callbacks;
  return withHandlers(callbacks, (handlers) => [...handlers, observer]);
}

/** Whether an observer wants the children of runs recorded. */
export function recordsChildren(observer: Observer): boolean {
  return observer.recordsChildren === true;
}

/** Whether an observer intercepts runs. */
export function isIntercepting(observer: Observer): boolean {
  return observer.intercept !== undefined || observer.interceptStream !== undefined;
}

/** Whether an observer intercepts streams by its `intercept`, which is shown the whole input. */
export function wantsWhole(observer: Observer): boolean {
  return observer.intercept !== undefined && observer.interceptStream === undefined;
}

function union(left: readonly string[], right: readonly string[] | undefined): readonly string[] {
  return right === undefined || right.length === 0 ? left : [...new Set([...left, ...right])].sort();
}
