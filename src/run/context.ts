import type { Callbacks } from '../plan/callbacks.js';
import type { Kwargs } from '../plan/config.js';
import type { ExecutionContext, RunIdentity, Tracer } from '../plan/node.js';
import type { Observer } from '../plan/observer.js';
import type { RunInfo } from '../plan/run.js';
import { now } from './clock.js';
import { traceFor } from './observing.js';
import type { RetryBudget } from './retry-budget.js';
import { uuidv7 } from '../plan/uuid.js';
import { Scope } from './scope.js';

/** The values of a config that runs below inherit; each key replaces the inherited one. */
export interface Inherited {
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly recursionLimit: number;
  readonly maxConcurrency: number | undefined;
  /** Whether user code is to find the context without being given it; so when there is anything in it to be found. */
  readonly ambient: boolean;
}

/** No kwargs, or no values. */
export const NOTHING: Kwargs = Object.freeze({});

/** Inherited values of a run whose caller gave none. */
export const DEFAULTS: Inherited = Object.freeze({
  tags: Object.freeze([]),
  metadata: NOTHING,
  configurable: NOTHING,
  recursionLimit: 25,
  maxConcurrency: undefined,
  ambient: false,
});

/**
 * The context of a run tree, or of a part of it that differs from the rest.
 *
 * An unobserved tree has one of them: nodes hand the same object down, and derive another only where kwargs, the
 * attempt, the scope or an inherited value changes. A copy is four words, hence the indirections.
 */
export class Context implements ExecutionContext {
  /** Whether user code is to find the context without being given it; every step asks, so it is worked out once. */
  ambient: boolean;

  constructor(
    public inherited: Inherited,
    public scope: Scope,
    public kwargs: Kwargs = NOTHING,
    public attempt: number = 1,
    readonly tracer?: Tracer,
    public identity?: RunIdentity,
    public budget?: RetryBudget,
    /** The run of the context, if it is known already; see {@link Context.run}. */
    public started?: RunInfo,
  ) {
    this.ambient = inherited.ambient || tracer !== undefined;
  }

  get signal(): AbortSignal {
    return this.scope.signal;
  }
  get deadline(): number | undefined {
    return this.scope.deadline;
  }
  get tags(): readonly string[] {
    return this.inherited.tags;
  }
  get metadata(): Readonly<Record<string, unknown>> {
    return this.inherited.metadata;
  }
  get configurable(): Readonly<Record<string, unknown>> {
    return this.inherited.configurable;
  }
  get recursionLimit(): number {
    return this.inherited.recursionLimit;
  }
  get maxConcurrency(): number | undefined {
    return this.inherited.maxConcurrency;
  }
  get callbacks(): readonly object[] | undefined {
    return this.tracer?.callbacks;
  }
  get run(): RunInfo {
    return (this.started ??= anonymousRun(this.identity));
  }

  remaining(): number {
    return this.deadline === undefined ? Infinity : Math.max(0, this.deadline - now());
  }

  async dispatch(name: string, data?: unknown): Promise<void> {
    await this.tracer?.dispatch(name, data, this);
  }

  /** The context of a call from inside the run, with kwargs and a scope of its own. */
  forCall(kwargs: Kwargs = NOTHING): Context {
    const { inherited, attempt, tracer, budget, started } = this;
    const scope = new Scope(this.scope);
    // A call that returns a promise may wait, even in a function that `invokeSync` runs.
    scope.synchronous = false;
    return new Context(inherited, scope, kwargs, attempt, tracer, undefined, budget, started);
  }

  withKwargs(kwargs: Kwargs): Context {
    if (kwargs === this.kwargs) return this;
    const copy = this.#copy();
    copy.kwargs = kwargs;
    return copy;
  }

  /** The context for parts of a run that do not get its kwargs. */
  withoutKwargs(): Context {
    return this.withKwargs(NOTHING);
  }

  /** The context of a part of the run that can be aborted by itself. */
  withScope(scope: Scope): Context {
    const copy = this.#copy();
    copy.scope = scope;
    return copy;
  }

  inheriting(inherited: Inherited): Context {
    return this.configured({ inherited });
  }

  forAttempt(attempt: number, budget: RetryBudget): Context {
    const copy = this.#copy();
    copy.attempt = attempt;
    copy.budget = budget;
    return copy;
  }

  identified(identity: RunIdentity | undefined): Context {
    if (identity === this.identity) return this;
    const copy = this.#copy();
    copy.identity = identity;
    return copy;
  }

  /** The context of a run with observers of its own, in addition to those of the tree, if any. */
  observed(observers?: readonly Observer[]): Context {
    const { inherited, scope, kwargs, attempt, identity, budget } = this;
    const tracer = this.tracer ?? traceFor(undefined, undefined);
    const own = identity?.observers === undefined ? observers : [...identity.observers, ...(observers ?? [])];
    const named = own === undefined ? identity : { ...identity, observers: own };
    return new Context(inherited, scope, kwargs, attempt, tracer, named, budget, this.started);
  }

  /** The context of runs with further handlers and observers, in addition to those of the tree. */
  heardBy(callbacks: Callbacks): Context {
    const { inherited, scope, kwargs, attempt, identity, budget } = this;
    const tracer = traceFor(callbacks, this.tracer);
    return new Context(inherited, scope, kwargs, attempt, tracer, identity, budget, this.started);
  }

  forRun(run: RunInfo, tracer: Tracer): Context {
    const { inherited, scope, kwargs, attempt, budget } = this;
    return new Context(inherited, scope, kwargs, attempt, tracer, undefined, budget, run);
  }

  /** A copy with the config of a part of the run applied. */
  configured(
    parts: Partial<
      Pick<Context, 'inherited' | 'scope' | 'kwargs' | 'tracer' | 'identity' | 'budget' | 'started'>
    >,
  ): Context {
    const copy = Object.assign(this.#copy(), parts);
    copy.ambient = copy.inherited.ambient || copy.tracer !== undefined;
    return copy;
  }

  #copy(): Context {
    const { inherited, scope, kwargs, attempt, tracer, identity, budget, started } = this;
    return new Context(inherited, scope, kwargs, attempt, tracer, identity, budget, started);
  }
}

/** An unobserved run has no record; on request it gets an id and the name that the caller set. */
function anonymousRun(identity: RunIdentity | undefined): RunInfo {
  const name = identity?.runName ?? 'run';
  return { id: identity?.runId ?? uuidv7(), name, path: name, parent: undefined };
}
