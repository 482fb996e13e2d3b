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

/** An application that was assembled for a test. */
export interface TestApp extends App {
  /**
   * The calls of a class that {@link TestAppBuilder.record} was told of, in their order.
   *
   * @throws RangeError for any other class.
   */
  calls<C extends RunnableClass>(type: C): readonly RecordedCall<InputOf<C>, OutputOf<C>>[];
  /** Closes the application, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Takes what comes in the place of something that an application has. */
export interface Override<T> {
  /**
   * Puts something in its place: for a class of runnables another runnable, a class of them, or a function that is
   * called as `run` is; for a service an object with what of it is used, or a class, which the container makes; for a
   * token or a configurable value the value.
   *
   * What stands for a class of runnables stands for its decorators, too: nothing is retried, validated or intercepted.
   */
  with(fake: FakeFor<T>): TestAppBuilder;
  /**
   * Puts a runnable or a function inside the decorators of a class: its retries, fallbacks, timeouts, types and
   * interceptors are those of the application.
   *
   * @throws {@link InvalidOptionError} where no decorator of the library stands on the class.
   */
  inside(
    fake: T extends Carrier<never, unknown> ? FakeRunnable<InputOf<T>, OutputOf<T>> : never,
  ): TestAppBuilder;
}

/**
 * An application that is about to be assembled; awaiting it does so. It stays as it is: each method gives another
 * builder, so that tests may share one and add what is their own.
 */
export interface TestAppBuilder extends PromiseLike<TestApp> {
  /**
   * Names what is to be replaced: a class of runnables or of services, a token, or a configurable value, which goes by
   * the token `configurable('temperature')`. What was said of it before no longer counts.
   */
  override<T>(identifier: ServiceIdentifier<T>): Override<T>;
  /** Has the calls of a class of runnables recorded, decorators and all; {@link TestApp.calls} gives them. */
  record(type: RunnableClass): TestAppBuilder;
  /**
   * Assembles the application.
   *
   * @throws {@link AssemblyError} for what `createApp` finds wrong, and for overrides of what the application has not.
   */
  create(): Promise<TestApp>;
}

/**
 * Assembles an application for a test, by `createApp`, with fakes in the place of what it would otherwise use. Nothing
 * that only replaced parts want needs to be provided.
 *
 * Services of a `container` that is given may be made with fakes and kept by it, so it should be the test's own.
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

/** Records what stands for a class: itself, or what comes in its place. */
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
    'a class or a token, and not of modules that import each other',
    identifier,
  );
}

function declared(type: unknown, method: string): RunnableClass {
  if (isDeclared(type)) return type;
  throw new InvalidOptionError(
    'createTestApp',
    `what ${method} is for`,
    'a class with decorators of the library',
    type,
  );
}

function notRecorded(type: RunnableClass): never {
  throw new RangeError(
    `The calls of ${type.name} were not recorded: createTestApp({ ... }).record(${type.name})`,
  );
}
