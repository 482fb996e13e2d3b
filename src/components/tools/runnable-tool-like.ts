import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { Failure, type Node, type Settle, type Streaming, type Wrap } from '../../plan/node.js';
import type { Runnable } from '../../plan/runnable.js';
import type { Structure } from '../../plan/structure.js';
import type { TypeToken } from '../../plan/type-token.js';
import { asRunnable } from '../../run/as-runnable.js';
import { coerce } from '../../run/coerce.js';
import type { Context } from '../../run/context.js';
import { enterBatch, leaving } from '../../run/enter.js';
import { enterPart, enterPartStream } from '../../run/part.js';
import { prepareBatch } from '../../run/prepare-batch.js';
import { recipeOf, writeDown } from '../../run/recipes.js';
import { RunnableBase } from '../../run/runnable.js';
import { synchronously } from '../../run/synchronous.js';
import { fromWholeInput } from '../../run/whole-input.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { UnknownProperties } from '../../schema/type.js';
import { writtenType } from '../../schema/written-type.js';
import { isPromiseLike } from '../../stream/guards.js';
import { once } from '../../stream/once.js';
import { when } from '../when.js';
import { ToolArguments } from './tool-arguments.js';
import type { ToolInput } from './tool-input.js';

/** What models are told about a tool, and how it treats unknown arguments. */
export interface ToolFacts {
  /**
   * Name by which models call it: letters, digits, `_`, `-`, `.` and `/`, at most 128 characters.
   *
   * @defaultValue The name of the runnable.
   */
  readonly name?: string | undefined;
  /**
   * What it does, so that models know when to call it.
   *
   * @defaultValue The JSON Schema of the arguments, which says little: give a description.
   */
  readonly description?: string | undefined;
  /**
   * What happens to arguments that the schema does not declare.
   *
   * @defaultValue `'keep'`
   */
  readonly unknownProperties?: UnknownProperties | undefined;
}

/** Fields of a {@link RunnableToolLike}. */
export interface ToolFields<I, O> extends ToolFacts {
  /** The runnable that does the work. */
  readonly bound: Runnable<I, O>;
  /**
   * The type of its arguments: a class, a JSON Schema, a standard schema, or String, Number, Boolean.
   *
   * @defaultValue The input type of the runnable.
   */
  readonly schema?: TypeToken | undefined;
}

/**
 * A runnable that models can call, with a name, a description and a JSON Schema of its arguments.
 *
 * It takes its arguments as a value, as JSON text, or as the tool call of a model, validates them, and returns the
 * output of the runnable. Its runs have the type `tool`, with those of the runnable below them.
 *
 * LangChain.js accepts it directly: in `bindTools` of its models, and in a `ToolNode` of LangGraph.js.
 *
 * @typeParam I - The arguments.
 * @typeParam O - The output.
 * @example
 * ```ts
 * import { AIMessage, FakeChatModel, RunnableLambda } from 'runwright';
 *
 * const weather = RunnableLambda.from(({ city }: { city: string }) => `It is sunny in ${city}.`).asTool({
 *   name: 'weather',
 *   description: 'Tells the weather of a city.',
 *   argTypes: { city: String },
 * });
 * await weather.invoke({ city: 'Bonn' }); // => 'It is sunny in Bonn.'
 *
 * const call = { name: 'weather', args: { city: 'Bonn' } };
 * const model = new FakeChatModel({ responses: [new AIMessage({ content: '', toolCalls: [call] })] });
 * const { toolCalls } = await model.bindTools([weather]).invoke('How is the weather in Bonn?');
 * await weather.batch(toolCalls); // => ['It is sunny in Bonn.']
 * ```
 */
export class RunnableToolLike<I = never, O = unknown> extends RunnableBase<ToolInput<I>, O> {
  readonly kind = 'tool';
  readonly runType = 'tool';
  declare readonly name: string;
  readonly #fields: Omit<ToolFields<I, O>, 'bound'>;
  readonly #bound: Node<unknown, O>;
  readonly #arguments: ToolArguments;

  /**
   * @throws {@link UntypedToolError} if the type of its arguments is neither given nor declared nor inferred.
   * @throws {@link InvalidOptionError} for a name by which no model could call it, and for an invalid schema.
   */
  constructor({ bound, ...fields }: ToolFields<I, O>) {
    const node = coerce(bound, 'RunnableToolLike, bound') as Node<unknown, O>;
    super(nameOf(fields.name ?? node.getName()));
    this.#bound = node;
    this.#fields = Object.freeze(fields);
    const { schema: token, unknownProperties } = fields;
    this.#arguments = new ToolArguments({ tool: this.name, bound: node, token, unknownProperties });
  }

  /** The runnable that does the work. */
  get bound(): Runnable<I, O> {
    return asRunnable(this.#bound);
  }

  /** What it does, for models. */
  get description(): string {
    return this.#fields.description ?? `Takes ${JSON.stringify(this.schema)}.`;
  }

  /** The JSON Schema of its arguments, always of an object; any other type is wrapped under `input`. */
  get schema(): JsonSchema {
    return this.#arguments.parameters;
  }

  override get streaming(): Streaming {
    return 'whole';
  }

  override get batching(): boolean {
    return this.#bound.batching;
  }

  override structure(): Structure<Node> {
    const { schema: input } = this.#fields;
    return { shape: 'wrap', parts: [{ node: this.#bound }], types: { input }, recipe: recipeOf(this) };
  }

  /**
   * Its serialised fields; undefined if its schema is code.
   *
   * @internal
   */
  written(): Readonly<Record<string, unknown>> | undefined {
    const { schema, ...facts } = this.#fields;
    const type = writtenType(schema);
    return schema !== undefined && type === undefined
      ? undefined
      : { ...facts, bound: this.#bound, schema: type };
  }

  /** It has no fields that can be configured. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }

  override wrapWork(wrap: Wrap): Node {
    const bound = asRunnable(wrap(this.#bound as Node)) as Runnable<I, O>;
    return new RunnableToolLike<I, O>({ ...this.#fields, name: this.name, bound });
  }

  /** What observers are shown of an input: the arguments, or the call that contains them. */
  shown(input: ToolInput<I>): unknown {
    return this.#arguments.shown(input);
  }

  execute(input: ToolInput<I>, ctx: Context): O | PromiseLike<O> {
    const value = this.#arguments.read(input);
    if (isPromiseLike(value) && ctx.scope.synchronous) return synchronously(this, value) as never;
    return when(value, (checked) => enterPart(this.#bound, checked, ctx));
  }

  override executeStream(chunks: AsyncIterable<ToolInput<I>>, ctx: Context): AsyncIterable<O> {
    return fromWholeInput(chunks, ctx, async (value) => {
      const checked = await this.#arguments.read(value);
      ctx.scope.throwIfAborted();
      return enterPartStream(this.#bound, once(checked), ctx);
    });
  }

  override executeBatch(
    inputs: readonly ToolInput<I>[],
    contexts: readonly Context[],
    settle: Settle<O>,
    limit: number,
  ): PromiseLike<void> {
    if (!this.#bound.batching) return super.executeBatch(inputs, contexts, settle, limit);
    return prepareBatch(
      { inputs, contexts, settle },
      (input) => this.#arguments.read(input),
      (valid, own, settleOne) => {
        const noted: Settle<O> = (index, outcome) => {
          if (outcome instanceof Failure) leaving(this.#bound, outcome.error, own[index] as Context);
          settleOne(index, outcome);
        };
        return enterBatch(this.#bound, valid, own, noted, limit);
      },
    );
  }
}

function nameOf(name: string): string {
  if (typeof (name as unknown) === 'string' && /^[\w./-]{1,128}$/.test(name)) return name;
  throw new InvalidOptionError(
    'asTool',
    'the name of a tool',
    'at most 128 letters, digits, _, -, . and /; set it with asTool({ name })',
    name,
  );
}

writeDown('RunnableToolLike', RunnableToolLike, {
  fields: (tool) => tool.written(),
  make: (fields) => new RunnableToolLike(fields as object as ToolFields<unknown, unknown>),
});
