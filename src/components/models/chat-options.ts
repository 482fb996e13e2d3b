import type { JsonSchema } from '../../schema/json-schema.js';
import type { ToolDefinition } from './tool-definition.js';

/** Which tools a model should call: any or none as it decides, none, at least one, or the one named. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The format in which a model should answer. */
export type ResponseFormat =
  | { readonly type: 'text' | 'json' }
  | {
      readonly type: 'jsonSchema';
      readonly name: string;
      readonly description?: string | undefined;
      readonly schema: JsonSchema;
    };

/**
 * Options of a call of a chat model: bound by `withOptions` or `bind`, or given as the last argument of the call. Each
 * model may have further ones.
 */
export interface ChatOptions {
  /** The tools that the model may call. */
  readonly tools?: readonly ToolDefinition[] | undefined;
  /** Which of the tools the model should call. */
  readonly toolChoice?: ToolChoice | undefined;
  /** Strings at which the model stops; they are not part of the answer. */
  readonly stop?: readonly string[] | string | undefined;
  /** The format in which the model should answer. */
  readonly responseFormat?: ResponseFormat | undefined;
}
