import 'reflect-metadata';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { RunnableLambda, RunnableSequence, tool, type ToolInput } from 'runwright';
import { z } from 'zod';

describe('tool', () => {
  it('A24.4 makes a tool of a runnable, whose description ends with what it is made of', async () => {
    const chain = RunnableSequence.from([
      RunnableLambda.from((text: string) => `${text}!`, { name: 'shout', inputSchema: String }),
      (text: string) => text.length,
    ]);
    const made = tool('chain_tool', chain);
    expect(made.name).to.equal('chain_tool');
    expect(made.description.endsWith(String(chain))).to.equal(true);
    expect(await made.invoke('four')).to.equal(5);
  });

  it('makes a tool of a function, which gets what the schema gives', async () => {
    const add = tool(({ a, b }) => a + b, {
      name: 'add',
      schema: z.object({ a: z.number(), b: z.number() }),
    });
    expectTypeOf(add.invoke).parameter(0).toEqualTypeOf<ToolInput<{ a: number; b: number }>>();
    expectTypeOf(add.invoke).returns.resolves.toEqualTypeOf<number>();
    expect(await add.invoke({ a: 1, b: 2 })).to.equal(3);
    const more = tool(({ a, b }) => a.concat(String(b)), {
      name: 'more',
      argTypes: { a: String, b: Number },
    });
    expect(await more.invoke('{"a":"x","b":2}')).to.equal('x2');
  });
});
