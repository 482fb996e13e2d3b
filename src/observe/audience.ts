import type { CallbackHandler, CallbackManagerLike, Callbacks } from '../plan/callbacks.js';
import type { Observer } from '../plan/observer.js';
import { observerOf } from './handler-observer.js';

const NOBODY: readonly never[] = Object.freeze([]);

/** Who observes every run of a tree, and what a callback manager adds to the tags and metadata of these runs. */
export class Audience {
  /** What is observed only by observers of single runs. */
  static readonly none = new Audience(NOBODY, NOBODY, NOBODY, undefined);

  readonly recordsChildren: boolean;
  readonly intercepting: boolean;
  /** Whether a streamed run needs its whole input before it starts. */
  readonly wantsWhole: boolean;

  constructor(
    readonly observers: readonly Observer[],
    /** The observers as a config names them. */
    readonly callbacks: readonly (Observer | CallbackHandler)[],
    readonly tags: readonly string[],
    readonly metadata: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.recordsChildren = observers.some(recordsChildren);
    this.intercepting = observers.some(isIntercepting);
    this.wantsWhole = observers.some(wantsWhole);
  }

  /** The tags of a context with those of the callback manager. */
  tagsWith(tags: readonly string[]): readonly string[] {
    return this.tags.length === 0 ? tags : union(tags, this.tags);
  }

  /** The audience with the observers of a config, each of them once. */
  with(callbacks: Callbacks): Audience {
    const manager = isManager(callbacks) ? callbacks : undefined;
    const added = manager === undefined ? (callbacks as readonly object[]) : inheritable(manager);
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

/** What a callback manager says about the next run alone. */
export interface Local {
  readonly observers: readonly Observer[];
  readonly tag: string | undefined;
  readonly parentRunId: string | undefined;
}

/** Reads what a callback manager says about the next run alone; undefined for anything else. */
export function localOf(callbacks: Callbacks | undefined): Local | undefined {
  if (callbacks === undefined || !isManager(callbacks)) return undefined;
  const inherited = new Set(inheritable(callbacks));
  const own = callbacks.handlers.filter((handler) => !inherited.has(handler));
  return {
    observers: own.map((handler) => observerOf(handler as CallbackHandler)),
    tag: callbacks.tags?.find((tag) => callbacks.inheritableTags?.includes(tag) !== true),
    parentRunId: callbacks.getParentRunId?.(),
  };
}

/** The callbacks of a config with one observer more. */
export function addObserver(callbacks: Callbacks | undefined, observer: Observer): Callbacks {
  if (callbacks === undefined) return [observer];
  if (!isManager(callbacks)) return [...callbacks, observer];
  const { tags, inheritableTags, metadata, inheritableMetadata, handlers } = callbacks;
  return {
    ...{ tags, inheritableTags, metadata, inheritableMetadata },
    handlers: [...handlers, observer],
    inheritableHandlers: [...inheritable(callbacks), observer],
    getParentRunId: () => callbacks.getParentRunId?.(),
  };
}

/** Tells whether an observer wants the runs below its own recorded. */
export function recordsChildren(observer: Observer): boolean {
  return observer.recordsChildren === true;
}

/** Tells whether an observer steps in between a run and its caller. */
export function isIntercepting(observer: Observer): boolean {
  return observer.intercept !== undefined || observer.interceptStream !== undefined;
}

/** Tells whether an observer steps in around streams in the way it does around other runs, whose input is known. */
export function wantsWhole(observer: Observer): boolean {
  return observer.intercept !== undefined && observer.interceptStream === undefined;
}

function isManager(callbacks: Callbacks): callbacks is CallbackManagerLike {
  return !Array.isArray(callbacks);
}

function inheritable(manager: CallbackManagerLike): readonly object[] {
  return manager.inheritableHandlers ?? manager.handlers;
}

function union(left: readonly string[], right: readonly string[] | undefined): readonly string[] {
  return right === undefined || right.length === 0 ? left : [...new Set([...left, ...right])].sort();
}
