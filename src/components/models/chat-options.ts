import type { JsonSchema } from '../../schema/json-schema.js';
import type { ToolDefinition } from './tool-definition.js';

/** Which tools a model is to call: as it sees fit, none, at least one, or the one of that name. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The form in which a model is to answer. */
export type ResponseFormat =
  | { readonly type: 'text' | 'json' }
  | {
      readonly type: 'jsonSchema';
      readonly name: string;
      readonly description?: string | undefined;
      readonly schema: JsonSchema;
    };

/**
 * What may be said to a chat model for one call: bound by `withOptions` or `bind`, or given as the last argument of the
 * call. Each model knows further ones.
 */
export interface ChatOptions {
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: ToolChoice | undefined;
  /** Texts at which the model stops; they are not a part of the answer. */
  readonly stop?: readonly string[] | string | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
}
