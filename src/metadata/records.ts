import type { Fault } from '../errors/assembly-error.js';

/** A place in a declaration where a step stands. */
export interface Slot {
  /** The place in words, such as `step 2` or `key "answer"`. */
  readonly label: string;
  /** The key of the step, where steps have keys. */
  readonly key?: string | undefined;
  /** The name of the binding of the class itself under which the container has the step. */
  readonly bindingName?: string | undefined;
  /** Whether it holds something that is injected into the wrapper, and no step. */
  readonly isService?: boolean | undefined;
  readonly value: unknown;
}

/** How long one instance of a class lives. */
export type Scope = 'singleton' | 'transient' | 'run';

/** What every decorator of a kind takes. */
export interface KindOptions {
  /** Name of its runs; the class's name by default. */
  readonly name?: string | undefined;
  /** What it does, in a sentence; for tools, graphs and schemas. */
  readonly description?: string | undefined;
  /**
   * How long one instance lives: as long as the application, one use, or one root run.
   *
   * @defaultValue 'singleton'
   */
  readonly scope?: Scope | undefined;
  /** Tags of its runs and of everything below them. */
  readonly tags?: readonly string[] | undefined;
  /** What it takes: a class, a JSON Schema, a standard schema, or String, Number, Boolean. Inputs are held to it. */
  readonly input?: object | undefined;
  /** What it gives, in the same way; outputs are held to it if `validate` says so. */
  readonly output?: object | undefined;
  /**
   * Which of the values that go in and come out are held to their types.
   *
   * @defaultValue What the application says, or else `'input'`.
   */
  readonly validate?: 'input' | 'output' | 'both' | 'none' | undefined;
  /**
   * What becomes of properties that a type does not know.
   *
   * @defaultValue What the application says, or else `'keep'`.
   */
  readonly unknownProperties?: 'keep' | 'strip' | 'refuse' | undefined;
  /** Facts about its runs and everything below them, for whoever observes. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What a class is: a step, or a composite of the steps in its slots. */
export interface KindRecord {
  /** Such as `'step'` or `'chain'`; the assembler knows each by this name. */
  readonly kind: string;
  /** The decorator as it reads in the source, such as `@Chain`, for errors. */
  readonly decorator: string;
  readonly slots: readonly Slot[];
  /** What else the kind needs; the assembler knows the form. */
  readonly settings?: unknown;
  readonly options: KindOptions;
  /**
   * Makes the node, where the assembler does not know the kind: what stands beside the core brings its own.
   *
   * @param steps - The nodes of the slots, in their order.
   */
  readonly make?: ((steps: readonly unknown[]) => unknown) | undefined;
}

/** What a decorator puts around a class. */
export interface WrapperRecord {
  /** Such as `'retry'`; the assembler knows each by this name. */
  readonly kind: string;
  readonly decorator: string;
  readonly slots: readonly Slot[];
  /** Options of the decorator, checked. */
  readonly options: unknown;
  /** Whether it makes the input of what it is given; only what is inside is then held to the types of the class. */
  readonly readsInput?: boolean | undefined;
  /**
   * Puts it around a node, where the assembler does not know the kind: what stands beside the core brings its own.
   *
   * @param services - What is injected into the wrapper, in the order of its slots.
   */
  readonly make?: ((inner: unknown, services: readonly unknown[]) => unknown) | undefined;
}

/** A configurable field of a class. */
export interface FieldRecord {
  /** The name of the property, or the number of the constructor parameter. */
  readonly place: string | symbol | number;
  readonly id: string;
  /** How it is configured; the assembler knows the form. */
  readonly field: unknown;
}

/** Everything that decorators said of one class. */
export interface Declaration {
  /** In the order of the source; one, unless something is wrong. */
  readonly kinds: readonly KindRecord[];
  /** The outermost first, in the order of the source. */
  readonly wrappers: readonly WrapperRecord[];
  readonly fields: readonly FieldRecord[];
  /** What decorators found wrong with their arguments. */
  readonly faults: readonly Fault[];
  /** Where the class stands in the source, best effort. */
  readonly declaredAt: (() => string | undefined) | undefined;
}
