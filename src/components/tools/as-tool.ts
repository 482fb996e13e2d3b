import { InvalidOptionError } from '../../errors/declaration-errors.js';
import type { TypeToken } from '../../plan/type-token.js';
import { asRunnable } from '../../run/as-runnable.js';
import { attach } from '../../run/attach.js';
import { readType } from '../../schema/read-type.js';
import { Schema } from '../../schema/schema.js';
import { writtenType } from '../../schema/written-type.js';
import { FieldsType } from '../../schema/types/fields-type.js';
import { RunnableToolLike, type ToolFacts } from './runnable-tool-like.js';
import type { ArgsTaken, ArgTypes, FitsArgTypes, FitsSchema, RunnableTool } from './tool-types.js';

/** Options of `asTool`. */
export interface ToolOptions extends ToolFacts {
  /** The type of the arguments: a class, a JSON Schema, a standard schema, or String, Number, Boolean. */
  readonly schema?: TypeToken | undefined;
  /** The type of each argument, instead of a schema of all. */
  readonly argTypes?: ArgTypes | undefined;
}

declare module '../../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Turns this runnable into a tool that models can call; see {@link RunnableToolLike}.
     *
     * Without a schema, the type of the arguments is the input type of the runnable: declared by it or by its first
     * step, or inferred from its parts.
     *
     * @throws {@link UntypedToolError} if the type of the arguments is neither given nor declared nor inferred.
     * @throws {@link InvalidOptionError} for an option with an invalid value.
     * @example
     * ```ts
     * import { RunnableLambda } from 'runwright';
     *
     * const add = RunnableLambda.from(({ a, b }: { a: number; b: number }) => a + b);
     * const tool = add.asTool({ name: 'add', description: 'Adds two numbers.', argTypes: { a: Number, b: Number } });
     * await tool.invoke({ a: 1, b: 2 }); // => 3
     * ```
     */
    asTool<const S extends TypeToken = never, const A extends ArgTypes = never>(
      options?: ToolFacts & {
        /** The type of the arguments: a class, a JSON Schema, a standard schema, or String, Number, Boolean. */
        readonly schema?: S & FitsSchema<S, I>;
        /** The type of each argument, instead of a schema of all. */
        readonly argTypes?: A & FitsArgTypes<A, I>;
      },
    ): RunnableTool<ArgsTaken<S, A, I>, O>;
  }
}

attach('asTool', function (options: ToolOptions = {}) {
  const { argTypes, schema, ...facts } = options;
  const isAsItIs = Object.values(options).every((option) => option === undefined);
  if (isAsItIs && this instanceof RunnableToolLike) return this;
  const where = `${this.getName()}.asTool`;
  if (argTypes !== undefined && schema !== undefined) {
    throw new InvalidOptionError(where, 'argTypes', 'left out where a schema is given', argTypes);
  }
  const token = argTypes === undefined ? schema : typeOfArguments(argTypes, where);
  return new RunnableToolLike({ ...facts, bound: asRunnable(this), schema: token });
});

/** Combines the types of the arguments into one. */
function typeOfArguments(argTypes: ArgTypes, where: string): TypeToken {
  const types = Object.entries(argTypes).map(
    ([key, token]) => [key, readType(token, `${where}, argument ${JSON.stringify(key)}`)] as const,
  );
  const type = new Schema('Arguments', new FieldsType(new Map(types)));
  // Types that are data make up one JSON Schema, which is then checked as any other.
  return (writtenType(type) ?? type) as object as TypeToken;
}
