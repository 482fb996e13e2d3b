// The types of a test may be read without those of Node.
/// <reference lib="esnext.disposable" preserve="true" />

import type { ServiceIdentifier } from 'inversify';
import { assembleApp, type App, type AppOptions } from '../app.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { runnableBrand } from '../plan/brand.js';
import type { RunnableClass } from '../plan/class-types.js';
import type { Node } from '../plan/node.js';
import type { Carrier, InputOf, OutputOf } from '../plan/step-types.js';
import type { CallRecord, RecordedCall } from './call-record.js';
import type { FakeFor, FakeRunnable } from './fake-types.js';
import { configurableIdOf, isDeclared, overridesOf, runnableFor, type Replacements } from './overrides.js';
import { Recording } from './recording.js';
import { recordedClass, standInFor } from './stand-in.js';

/** An application assembled for a test. */
export interface TestApp extends App {
  /**
   * The calls of a class that is recorded by {@link TestAppBuilder.record}, in their order.
   *
   * @throws RangeError for any other class.
   */
  calls<C extends RunnableClass>(type: C): readonly RecordedCall<InputOf<C>, OutputOf<C>>[];
  /** Closes the application, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Takes the replacement for something in an application. */
export interface Override<T> {
  /**
   * Replaces it: a class of runnables by another runnable, another class, or a function with the arguments of `run`; a
   * service by an object with those of its members that are used, or by a class, which the container instantiates; a token
   * or a configurable field by a value.
   *
   * A replacement for a class of runnables also replaces its decorators: nothing is retried, validated or intercepted.
   */
  with(fake: FakeFor<T>): TestAppBuilder;
  /**
   * Replaces only what is inside the decorators of a class: its retries, fallbacks, timeouts, types and interceptors stay
   * those of the application.
   *
   * @throws {@link InvalidOptionError} for a class that no decorator declares as a runnable.
   */
  inside(
    fake: T extends Carrier<never, unknown> ? FakeRunnable<InputOf<T>, OutputOf<T>> : never,
  ): TestAppBuilder;
}

/**
 * Describes an application for a test; awaiting the builder assembles it. A builder is immutable: each method returns
 * another one, so that tests can share a builder and add to it.
 */
export interface TestAppBuilder extends PromiseLike<TestApp> {
  /**
   * Names what is replaced: a class of runnables or of services, a token, or a configurable field, by its token
   * `configurable('temperature')`. A later override of the same thing takes precedence.
   *
   * @throws {@link InvalidOptionError} for undefined, as a class is while modules import each other.
   */
  override<T>(identifier: ServiceIdentifier<T>): Override<T>;
  /**
   * Records the calls of a class of runnables, as seen from outside of its decorators; {@link TestApp.calls} gives them.
   *
   * @throws {@link InvalidOptionError} for a class that no decorator declares as a runnable.
   */
  record(type: RunnableClass): TestAppBuilder;
  /**
   * Assembles the application.
   *
   * @throws {@link AssemblyError} for everything that `createApp` finds wrong, and for overrides of what is not in the
   * application.
   */
  create(): Promise<TestApp>;
}

/**
 * Assembles an application for a test as `createApp` does, with parts of it replaced by fakes. The dependencies of replaced
 * parts need not be provided.
 *
 * Do not pass a `container` that others use: it may create and keep services that have fakes injected.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Chain, Runnable, Step } from 'runwright';
 * import { createTestApp, fakeOf } from 'runwright/testing';
 *
 * @Runnable()
 * class Model extends Step<string, string> {
 *   async run(prompt: string): Promise<string> {
 *     return (await fetch(`https://models.example/?${prompt}`)).text();
 *   }
 * }
 * @Chain([(question: string) => question.trim(), Model])
 * class Answer extends Step<string, string> {}
 *
 * const model = fakeOf(Model, ['It scatters.']);
 * const app = await createTestApp({ runnables: [Answer] }).override(Model).with(model);
 * await app.get(Answer).invoke(' Why? '); // => 'It scatters.'
 * model.inputs; // => ['Why?']
 * await app.close();
 * ```
 */
export function createTestApp(options: AppOptions): TestAppBuilder {
  return new Builder(options, new Map(), new Set());
}

type Calls = CallRecord<unknown, unknown>[];

class Builder implements TestAppBuilder {
  constructor(
    readonly options: AppOptions,
    readonly replacements: Replacements,
    readonly recorded: ReadonlySet<RunnableClass>,
  ) {}

  override<T>(identifier: ServiceIdentifier<T>): Override<T> {
    checkIdentifier(identifier);
    return {
      with: (fake) => this.#replacing(identifier, fake),
      inside: (fake) => {
        const type = declared(identifier, 'inside');
        return this.#replacing(identifier, standInFor(type, isDeclared(fake) ? fake : nodeOf(type, fake)));
      },
    };
  }

  record(type: RunnableClass): TestAppBuilder {
    declared(type, 'record');
    return new Builder(this.options, this.replacements, new Set([...this.recorded, type]));
  }

  async create(): Promise<TestApp> {
    const calls = new Map<unknown, Calls>([...this.recorded].map((type) => [type, []]));
    const recorders = [...calls].map(
      ([type, list]) => [type, recorderFor(type as RunnableClass, this.replacements, list)] as const,
    );
    const replacements: Replacements = new Map([...this.replacements, ...recorders] as never);
    const app = await assembleApp(
      { ...this.options, configurable: { ...this.options.configurable, ...valuesIn(replacements) } },
      overridesOf(replacements),
    );
    return {
      ...app,
      calls: (type) => (calls.get(type) ?? notRecorded(type)) as never,
      [Symbol.asyncDispose]: () => app.close(),
    };
  }

  then<A = TestApp, B = never>(
    onCreated?: ((app: TestApp) => A | PromiseLike<A>) | null,
    onFailed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.create().then(onCreated, onFailed);
  }

  #replacing(identifier: ServiceIdentifier, fake: unknown): TestAppBuilder {
    return new Builder(this.options, new Map([...this.replacements, [identifier, fake]]), this.recorded);
  }
}

/** Makes what records the calls of a class, or of its replacement. */
function recorderFor(type: RunnableClass, replacements: Replacements, calls: Calls): unknown {
  const actual = replacements.has(type) ? replacements.get(type) : type;
  if (isDeclared(actual)) return recordedClass(actual, calls);
  return new Recording(nodeOf(type, actual), calls);
}

function nodeOf(type: RunnableClass, fake: unknown): Node {
  return (runnableFor(type, fake) as { readonly [runnableBrand]: Node })[runnableBrand];
}

function valuesIn(replacements: Replacements): Record<string, unknown> {
  return Object.fromEntries(
    [...replacements].flatMap(([identifier, value]) => {
      const id = configurableIdOf(identifier);
      return id === undefined ? [] : [[id, value] as const];
    }),
  );
}

function checkIdentifier(identifier: unknown): void {
  if (['function', 'string', 'symbol'].includes(typeof identifier)) return;
  throw new InvalidOptionError(
    'createTestApp',
    'what is overridden',
    'a class or a token (undefined often means that modules import each other)',
    identifier,
  );
}

function declared(type: unknown, method: string): RunnableClass {
  if (isDeclared(type)) return type;
  throw new InvalidOptionError(
    'createTestApp',
    `the class for ${method}()`,
    'declared by a decorator such as @Runnable()',
    type,
  );
}

function notRecorded(type: RunnableClass): never {
  throw new RangeError(
    `The calls of ${type.name} were not recorded. Record them by createTestApp({ ... }).record(${type.name}).`,
  );
}
