import { UntypedToolError } from '../../errors/untyped-tool-error.js';
import { ValidationError } from '../../errors/validation-error.js';
import type { Node } from '../../plan/node.js';
import type { TypeToken } from '../../plan/type-token.js';
import { inputSchemaOf } from '../../schema/schema-of.js';
import { fieldsOf, inlined, saysType, type JsonSchema } from '../../schema/json-schema.js';
import { Merge } from '../../schema/merge.js';
import { readType } from '../../schema/read-type.js';
import { Schema } from '../../schema/schema.js';
import { fault, type UnknownProperties } from '../../schema/type.js';
import { readCall } from './tool-input.js';

/** What decides how the arguments of a tool are read. */
export interface ArgumentRules {
  /** Name of the tool. */
  readonly tool: string;
  /** The node that runs with the arguments. */
  readonly bound: Node;
  /** The type of the arguments, if it is not the input type of the node. */
  readonly token?: TypeToken | undefined;
  readonly unknownProperties?: UnknownProperties | undefined;
}

/**
 * The arguments of a tool: how they are described to models, and how they are read and validated.
 *
 * Models call tools with an object. A tool with any other input takes it under the key `input`.
 */
export class ToolArguments {
  readonly #rules: ArgumentRules;
  readonly #schema: Schema;
  #parameters: JsonSchema | undefined;

  /** @throws {@link UntypedToolError} if the type of the arguments is neither given nor declared nor inferred. */
  constructor(rules: ArgumentRules) {
    const { tool, bound, token } = rules;
    this.#rules = rules;
    this.#schema =
      token === undefined
        ? inferred(tool, bound)
        : new Schema(tool, readType(token, `The schema of the tool ${tool}`), token);
  }

  /** The JSON Schema of the arguments, always of an object. */
  get parameters(): JsonSchema {
    return (this.#parameters ??= this.#makeParameters());
  }

  /** Whether the input is not an object, so that models give it under `input`. */
  get wrapped(): boolean {
    return !describesObject(this.#schema.toJsonSchema());
  }

  /**
   * What observers are shown of an input: the call, or the arguments.
   *
   * @throws {@link ValidationError} for text that is not JSON.
   */
  shown(input: unknown): unknown {
    const call = readCall(input, this.#rules.tool);
    if (call === undefined) return this.#argumentsOf(input);
    return { ...call, args: typeof call.args === 'string' ? this.#parsed(call.args) : call.args };
  }

  /**
   * Reads the input of a tool and returns the validated arguments; a promise if validation is asynchronous.
   *
   * @throws {@link ValidationError} listing every fault.
   */
  read(input: unknown): unknown {
    const value = this.#unwrapped(this.#argumentsOf(input));
    const { tool, bound, token, unknownProperties = 'keep' } = this.#rules;
    // Validating twice would also apply the transformations of a schema twice.
    if (token === undefined && checksItself(bound)) return value;
    return this.#schema.parse(value, { subject: subjectOf(tool), unknownProperties });
  }

  #argumentsOf(input: unknown): unknown {
    const call = readCall(input, this.#rules.tool);
    if (call !== undefined) return typeof call.args === 'string' ? this.#parsed(call.args) : call.args;
    return typeof input !== 'string' || this.#schema.toJsonSchema().type === 'string'
      ? input
      : this.#parsed(input);
  }

  #parsed(text: string): unknown {
    // Models may call a tool without arguments with an empty text.
    if (text.trim() === '') return {};
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      // The message of the engine quotes the text, but errors must not reveal values.
      const { message: said } = error as Error;
      const isCut =
        /end of JSON|Unterminated/.test(said) || said.includes(`at position ${String(text.length)}`);
      const message = isCut ? 'must be JSON, but ends too early' : 'must be JSON';
      throw new ValidationError(subjectOf(this.#rules.tool), [fault([], 'json', message, text)]);
    }
  }

  #unwrapped(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !this.wrapped) return value;
    const [key, ...others] = Object.keys(value);
    return key === INPUT && others.length === 0 ? (value as Record<typeof INPUT, unknown>)[INPUT] : value;
  }

  #makeParameters(): JsonSchema {
    const json = this.#schema.toJsonSchema();
    if (!this.wrapped) return { type: 'object', ...inlined(json) };
    const merge = new Merge();
    merge.addField(INPUT, this.#schema);
    return { title: json.title ?? this.#rules.tool, ...merge.result() };
  }
}

const INPUT = 'input';

/** The input schema of a runnable, if it describes arguments. */
function inferred(tool: string, bound: Node): Schema {
  const schema = inputSchemaOf(bound);
  const json = schema.toJsonSchema();
  const isUntyped = describesObject(json)
    ? Object.keys(fieldsOf(json)?.properties ?? {}).length === 0
    : !saysType(json);
  if (isUntyped) throw new UntypedToolError(tool, bound.getName());
  return schema;
}

function describesObject(json: JsonSchema): boolean {
  const { type } = inlined(json);
  return type === 'object' || fieldsOf(json) !== undefined;
}

/** Tells whether a node validates its input itself before anything else happens to it. */
function checksItself(node: Node): boolean {
  const { shape, parts, types } = node.structure();
  if ((node as Node & { readonly checksInput?: boolean }).checksInput === true)
    return types?.input !== undefined;
  // A leading passthrough leaves the validation to the step after it.
  const first = parts.find(({ node: { kind } }) => shape !== 'chain' || kind !== 'passthrough');
  return first !== undefined && types?.input === undefined && shape !== 'fork' && checksItself(first.node);
}

function subjectOf(tool: string): string {
  return `The input of the tool ${tool}`;
}
