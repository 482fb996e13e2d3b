import type { TypeToken } from './type-token.js';

/** What a configurable field is, for whoever sets it: in a form, a schema, a call. */
export interface ConfigurableFieldSpec {
  /** Its key in `config.configurable`. */
  readonly id: string;
  /** Its name for people. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** The type of its values; a JSON Schema with `enum` where it has options. */
  readonly annotation?: TypeToken | undefined;
  readonly default?: unknown;
  /** Whether it keeps its id in alternatives that put a prefix before the ids of their fields. */
  readonly isShared?: boolean | undefined;
}
