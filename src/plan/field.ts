/** A primitive class that says what type the values of a field have. */
export type FieldType =
  StringConstructor | NumberConstructor | BooleanConstructor | ArrayConstructor | ObjectConstructor;

/** A field whose value a call may choose, under an id of its own. */
export interface ConfigurableField {
  /** The key in `config.configurable`. */
  readonly id: string;
  /** Its name for people, such as `Temperature`. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Type of its values; that of the value in its place where none is given. */
  readonly type?: FieldType | undefined;
  /** Means the same in every alternative, so that `prefixKeys` leaves the id as it is. */
  readonly isShared?: boolean | undefined;
  /**
   * Keeps its values out of metadata, events, the serialised form, and the keys of caches; wherever a value is given
   * under the same id, since a chain cannot know what a function in it calls.
   */
  readonly secret?: boolean | undefined;
}

/** A field whose value is one of several, chosen by key. */
export interface ConfigurableFieldSingleOption extends Omit<ConfigurableField, 'type'> {
  readonly options: Readonly<Record<string, unknown>>;
  /** Key of the option that counts where none is chosen. */
  readonly default: string;
}

/** A field whose value is a list of several, chosen by keys. */
export interface ConfigurableFieldMultiOption extends Omit<ConfigurableField, 'type'> {
  readonly options: Readonly<Record<string, unknown>>;
  /** Keys of the options that count where none are chosen. */
  readonly default: readonly string[];
}

/** A configurable field of any of the three forms. */
export type AnyConfigurableField =
  ConfigurableField | ConfigurableFieldSingleOption | ConfigurableFieldMultiOption;

/** What a runnable tells about a field that a call may configure. */
export interface ConfigurableFieldSpec {
  /** The key in `config.configurable`. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** What counts where a call chooses nothing; left out for a secret. */
  readonly default?: unknown;
  readonly type?: FieldType | undefined;
  /** The keys that may be chosen, for a field with options and for alternatives. */
  readonly options?: readonly string[] | undefined;
  /** Whether a list of options may be chosen. */
  readonly multiple?: boolean | undefined;
  readonly isShared?: boolean | undefined;
  readonly secret?: boolean | undefined;
}
