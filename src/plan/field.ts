/** The constructor that stands for the type of a field's values. */
export type FieldType =
  StringConstructor | NumberConstructor | BooleanConstructor | ArrayConstructor | ObjectConstructor;

/** A field whose value a call may set. */
export interface ConfigurableField {
  /** The key in `config.configurable`. */
  readonly id: string;
  /** Display name, such as `Temperature`. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Type of its values; inferred from the current value where none is given. */
  readonly type?: FieldType | undefined;
  /** Makes the field the same one in every alternative, so that `prefixKeys` leaves its id as it is. */
  readonly isShared?: boolean | undefined;
  /**
   * Keeps its values out of metadata, events, the serialised form and cache keys. This holds for the id in every call
   * of the process, since a chain cannot know what the functions in it call.
   */
  readonly secret?: boolean | undefined;
}

/** A field whose value is one of several, chosen by key. */
export interface ConfigurableFieldSingleOption extends Omit<ConfigurableField, 'type'> {
  readonly options: Readonly<Record<string, unknown>>;
  /** Key of the option that is used where a call chooses none. */
  readonly default: string;
}

/** A field whose value is a list of several, chosen by keys. */
export interface ConfigurableFieldMultiOption extends Omit<ConfigurableField, 'type'> {
  readonly options: Readonly<Record<string, unknown>>;
  /** Keys of the options that are used where a call chooses none. */
  readonly default: readonly string[];
}

/** A configurable field of any of the three forms. */
export type AnyConfigurableField =
  ConfigurableField | ConfigurableFieldSingleOption | ConfigurableFieldMultiOption;

/** Describes a field that a call may configure. */
export interface ConfigurableFieldSpec {
  /** The key in `config.configurable`. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** The value, or the option key, used where a call sets none; omitted for a secret. */
  readonly default?: unknown;
  readonly type?: FieldType | undefined;
  /** The keys that may be chosen, for a field with options and for alternatives. */
  readonly options?: readonly string[] | undefined;
  /** Whether a list of options may be chosen. */
  readonly multiple?: boolean | undefined;
  readonly isShared?: boolean | undefined;
  readonly secret?: boolean | undefined;
}
