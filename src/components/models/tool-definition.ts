import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { readType } from '../../schema/read-type.js';

/** A tool as it is described to a model. */
export interface ToolDefinition {
  /** The name by which the model calls it. */
  readonly name: string;
  /** What it does. */
  readonly description?: string | undefined;
  /** JSON Schema of its arguments, an object. */
  readonly parameters: JsonSchema;
}

/** A tool in OpenAI's format. */
export interface OpenAITool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly parameters?: JsonSchema | undefined;
  };
}

/** A runnable that is a tool, with a name, a description and an input schema. */
export interface ToolRunnable {
  /** What it does. */
  readonly description?: string | undefined;
  /** Returns the name by which the model calls it. */
  getName(): string;
  /** Returns the JSON Schema of its arguments, an object. */
  getInputJsonSchema(): JsonSchema;
}

/**
 * A tool with a schema of its arguments: a tool of this library or of LangChain.js, or an object with these
 * properties.
 */
export interface SchematicTool {
  /** The name by which the model calls it. */
  readonly name: string;
  /** What it does. */
  readonly description?: string | undefined;
  /** A JSON Schema, or a standard schema. */
  readonly schema: object;
}

/** Anything that can be described to a model as a tool. */
export type ToolLike = ToolDefinition | OpenAITool | SchematicTool | ToolRunnable;

/**
 * Describes a tool for a model.
 *
 * @param place - Where the tool stands, for the error.
 * @throws {@link InvalidOptionError} for anything that is not a tool.
 */
export function toToolDefinition(tool: ToolLike, place: string): ToolDefinition {
  if (isSchematic(tool)) {
    const { name, description, schema } = tool;
    return { name, description, parameters: readType(schema, `${place}, ${name}`).toJsonSchema() };
  }
  if (isRunnableTool(tool)) {
    const { description } = tool;
    return { name: tool.getName(), description, parameters: tool.getInputJsonSchema() };
  }
  if (isOpenAITool(tool)) {
    const { name, description, parameters = NO_PARAMETERS } = tool.function;
    return { name, description, parameters };
  }
  if (isDefinition(tool)) return tool;
  throw new InvalidOptionError(place, 'the value', 'a tool, or { name, description, parameters }', tool);
}

const NO_PARAMETERS: JsonSchema = Object.freeze({ type: 'object', properties: {} });

function isRunnableTool(tool: unknown): tool is ToolRunnable {
  const { getName, getInputJsonSchema } = (tool ?? {}) as Partial<ToolRunnable>;
  return typeof getName === 'function' && typeof getInputJsonSchema === 'function';
}

function isSchematic(tool: unknown): tool is SchematicTool {
  const { name, schema } = (tool ?? {}) as Partial<SchematicTool>;
  return typeof name === 'string' && typeof schema === 'object' && (schema as unknown) !== null;
}

function isOpenAITool(tool: unknown): tool is OpenAITool {
  const { type, function: named } = (tool ?? {}) as Partial<OpenAITool>;
  return type === 'function' && typeof named?.name === 'string';
}

function isDefinition(tool: unknown): tool is ToolDefinition {
  const { name, parameters } = (tool ?? {}) as Partial<ToolDefinition>;
  return typeof name === 'string' && typeof parameters === 'object';
}
