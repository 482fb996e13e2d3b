import 'reflect-metadata';
import { expectTypeOf } from 'expect-type';
import {
  Runnable,
  RunnableLambda,
  Step,
  Tool,
  tool,
  type RunnableTool,
  type ToolCall,
  type ToolInput,
} from 'runwright';
import { z } from 'zod';

const add = RunnableLambda.from(({ a, b }: { a: number; b: number }) => a + b);

/* The arguments are what the schema takes. */
const byZod = add.asTool({ schema: z.object({ a: z.number(), b: z.number().default(1) }) });
expectTypeOf(byZod).toEqualTypeOf<RunnableTool<{ a: number; b?: number | undefined }, number>>();
expectTypeOf(byZod.invoke).parameter(0).toEqualTypeOf<ToolInput<{ a: number; b?: number | undefined }>>();
expectTypeOf<ToolCall>().toExtend<Parameters<typeof byZod.invoke>[0]>();
// @ts-expect-error -- no number
void byZod.invoke({ a: 'x' });

/* Or the types of arguments, or else what the runnable takes. */
expectTypeOf(add.asTool({ argTypes: { a: Number, b: Number } })).toEqualTypeOf<
  RunnableTool<{ a: number; b: number }, number>
>();
expectTypeOf(add.asTool({ schema: { type: 'object' } })).toEqualTypeOf<
  RunnableTool<{ a: number; b: number }, number>
>();
expectTypeOf(add.asTool()).toEqualTypeOf<RunnableTool<{ a: number; b: number }, number>>();

/* A runnable takes what its schema gives. */
// @ts-expect-error -- the runnable takes numbers
add.asTool({ schema: z.object({ a: z.string(), b: z.number() }) });
// @ts-expect-error -- the runnable takes numbers
add.asTool({ argTypes: { a: String, b: Number } });
// @ts-expect-error -- the runnable takes b, too
add.asTool({ argTypes: { a: Number } });

/* What is bound to a tool leaves it one. */
expectTypeOf(byZod.withConfig({}).withRetry().getName()).toEqualTypeOf<string>();
expectTypeOf(byZod.withConfig({}).name).toExtend<string | undefined>();
expectTypeOf(byZod.withRetry().withTimeout({ total: 1 })).toEqualTypeOf<typeof byZod>();

/* A function gets what the schema gives. */
const parsed = tool(({ n }) => n.toFixed(), { schema: z.object({ n: z.string().transform(Number) }) });
expectTypeOf(parsed).toEqualTypeOf<RunnableTool<{ n: string }, string>>();
expectTypeOf(tool((text: string) => text.length, { schema: String })).toEqualTypeOf<
  RunnableTool<string, number>
>();
expectTypeOf(tool('add', add)).toEqualTypeOf<RunnableTool<{ a: number; b: number }, number>>();

/* A class takes what the schema of its decorator gives. */
const item = z.object({ item: z.string() });

@Tool({ schema: item })
@Runnable()
class Fits extends Step<{ item: string }, number> {
  run({ item: name }: { item: string }): number {
    return name.length;
  }
}
expectTypeOf(new Fits().asTool()).toEqualTypeOf<RunnableTool<{ item: string }, number>>();

// @ts-expect-error -- the class takes a number
@Tool({ schema: item })
@Runnable()
export class Misfit extends Step<{ item: number }, number> {
  run({ item: count }: { item: number }): number {
    return count;
  }
}
