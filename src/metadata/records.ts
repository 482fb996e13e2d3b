import type { Fault } from '../errors/assembly-error.js';

/** A step, or a service of a wrapper, in a declaration. */
export interface Slot {
  /** Its place in the declaration, for errors, such as `step 2` or `key "answer"`. */
  readonly label: string;
  /** The key of the step, where steps have keys. */
  readonly key?: string | undefined;
  /** The name of the binding, to the declared class, under which the container has the step. */
  readonly bindingName?: string | undefined;
  /** Whether the value is injected into the wrapper rather than run as a step. */
  readonly isService?: boolean | undefined;
  readonly value: unknown;
}

/** How long one instance of a class lives. */
export type Scope = 'singleton' | 'transient' | 'run';

/** Options that every decorator of a kind takes. */
export interface KindOptions {
  /**
   * Name of its runs.
   *
   * @defaultValue The name of the class.
   */
  readonly name?: string | undefined;
  /** What it does, in one sentence; shown in tools, graphs and schemas. */
  readonly description?: string | undefined;
  /**
   * How long one instance lives: as long as the application, one use, or one root run.
   *
   * @defaultValue 'singleton'
   */
  readonly scope?: Scope | undefined;
  /** Tags of its runs and of everything below them. */
  readonly tags?: readonly string[] | undefined;
  /** The input type: a class, a JSON Schema, a Standard Schema, or String, Number, Boolean. Inputs are validated against it. */
  readonly input?: object | undefined;
  /** The output type, given in the same way; outputs are validated against it if `validate` says so. */
  readonly output?: object | undefined;
  /**
   * Whether inputs, outputs, both or neither are validated against their types.
   *
   * @defaultValue What the application says, or else `'input'`.
   */
  readonly validate?: 'input' | 'output' | 'both' | 'none' | undefined;
  /**
   * What validation does with properties that a type does not declare.
   *
   * @defaultValue What the application says, or else `'keep'`.
   */
  readonly unknownProperties?: 'keep' | 'strip' | 'refuse' | undefined;
  /** Metadata of its runs and of everything below them, for observers. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What kind of runnable a class is: a step, or a composite of the steps in its slots. */
export interface KindRecord {
  /** Such as `'step'` or `'chain'`; the assembler knows each by this name. */
  readonly kind: string;
  /** The decorator as it reads in the source, such as `@Chain`, for errors. */
  readonly decorator: string;
  readonly slots: readonly Slot[];
  /** What else the kind needs, in a form that the assembler knows. */
  readonly settings?: unknown;
  readonly options: KindOptions;
  /**
   * Makes the node of a kind that the assembler does not know, such as one outside of the core.
   *
   * @param steps - The nodes of the slots, in their order.
   */
  readonly make?: ((steps: readonly unknown[]) => unknown) | undefined;
}

/** What a decorator such as `@Retry` puts around a class. */
export interface WrapperRecord {
  /** Such as `'retry'`; the assembler knows each by this name. */
  readonly kind: string;
  readonly decorator: string;
  readonly slots: readonly Slot[];
  readonly options: unknown;
  /** Whether it transforms the input, so that the input type of the class is that of what is inside of it. */
  readonly readsInput?: boolean | undefined;
  /**
   * Wraps a node, for a kind that the assembler does not know, such as one outside of the core.
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
  /** How it is configured, in a form that the assembler knows. */
  readonly field: unknown;
}

/** Everything that decorators have declared of one class. */
export interface Declaration {
  /** In the order of the source. A valid class has exactly one. */
  readonly kinds: readonly KindRecord[];
  /** The outermost first, in the order of the source. */
  readonly wrappers: readonly WrapperRecord[];
  readonly fields: readonly FieldRecord[];
  /** What decorators found wrong with their arguments. */
  readonly faults: readonly Fault[];
  /** Gives the place of the class in the source; undefined where it cannot be told. */
  readonly declaredAt: (() => string | undefined) | undefined;
}
