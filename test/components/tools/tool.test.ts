import 'reflect-metadata';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { expect } from 'chai';
import { IsString } from 'class-validator';
import { expectTypeOf } from 'expect-type';
import { inject, injectable, ContainerModule } from 'inversify';
import {
  Chain,
  Configurable,
  createApp,
  FakeChatModel,
  Retry,
  Runnable,
  Step,
  Tool,
  UntypedToolError,
  ValidationError,
  type JsonSchema,
  type ToolInput,
} from 'runwright';
import { z } from 'zod';
import { caught } from '../../support/caught.js';
import { Recorder } from '../../support/observing.js';

const zodSum = z.object({ a: z.number().int().min(0), b: z.array(z.number()) });
interface SumInput {
  readonly a: number;
  readonly b: number[];
}

describe('@Tool', () => {
  @injectable()
  class Prices {
    of(item: string): number {
      return item.length;
    }
  }

  class Item {
    @IsString() item!: string;
  }

  @Tool({ name: 'price', description: 'Tells the price of an item.' })
  @Runnable({ input: Item })
  class Price extends Step<Item, number> {
    @Configurable({ id: 'factor' }) factor = 2;
    constructor(@inject(Prices) private readonly prices: Prices) {
      super();
    }
    run({ item }: Item): number {
      return this.prices.of(item) * this.factor;
    }
  }
  const services = new ContainerModule(({ bind }) => {
    bind(Prices).toSelf();
  });

  it('C2.23 makes a class a tool, whose schema is that of its input and not of its constructor', async () => {
    const app = await createApp({ runnables: [Price], modules: [services] });
    const price = app.get(Price);
    const { name, description, schema } = price as Price & {
      name: string;
      description: string;
      schema: JsonSchema;
    };
    expect({ name, description }).to.deep.equal({
      name: 'price',
      description: 'Tells the price of an item.',
    });
    expect(schema).to.deep.equal({
      title: 'Item',
      type: 'object',
      properties: { item: { title: 'Item', type: 'string' } },
      required: ['item'],
    });
    expect(convertToOpenAITool(price as never)).to.deep.equal({
      type: 'function',
      function: { name, description, parameters: schema },
    });
    const model = new FakeChatModel({ responses: ['x'] });
    await model.bindTools([price]).invoke('Hi');
    expect(model.calls[0]?.options).to.deep.equal({ tools: [{ name, description, parameters: schema }] });
    await app.close();
  });

  it('takes the call of a model, and still what the class takes', async () => {
    const app = await createApp({ runnables: [Price], modules: [services] });
    const price = app.get(Price);
    expect(await price.invoke(Object.assign(new Item(), { item: 'book' }))).to.equal(8);
    const made = price.asTool();
    expectTypeOf(made.invoke).parameter(0).toEqualTypeOf<ToolInput<Item>>();
    expect(await made.invoke({ id: '1', name: 'price', args: { item: 'book' } })).to.equal(8);
    expect(await made.invoke('{"item":"book"}', { configurable: { factor: 1 } })).to.equal(4);
    const error = (await caught(made.invoke('{"item":5}'))) as ValidationError;
    expect(error).to.be.an.instanceOf(ValidationError);
    expect(error.faults.map(({ path, received }) => [path, received])).to.deep.equal([['item', 'number']]);
    await app.close();
  });

  it('stands among other decorators wherever it likes', async () => {
    let calls = 0;
    class Flaky extends Step<Item, string> {
      run({ item }: Item): string {
        calls += 1;
        if (calls % 2 === 1) throw new Error('flaky');
        return item;
      }
    }
    @Tool({ name: 'outside' })
    @Retry({ waitExponentialJitter: false })
    @Runnable({ input: Item })
    class Outside extends Flaky {}
    @Retry({ waitExponentialJitter: false })
    @Tool({ name: 'inside' })
    @Runnable({ input: Item })
    class Inside extends Flaky {}

    for (const [type, name, runs] of [
      [Outside, 'outside', ['tool', 'chain', 'chain', 'chain']],
      [Inside, 'inside', ['chain', 'tool', 'chain', 'tool', 'chain']],
    ] as const) {
      calls = 0;
      const instance = new type() as Flaky & { name: string };
      const recorder = new Recorder();
      const call = { id: '1', name, args: { item: 'x' } };
      expect(await instance.invoke(call as never, { callbacks: [recorder] })).to.equal('x');
      expect(recorder.runs.map(({ runType }) => runType)).to.deep.equal(runs);
      expect(instance.name).to.equal(name);
    }
  });

  it('leaves properties of the class itself alone', () => {
    @Tool({ name: 'own', description: 'Its own.', schema: zodSum })
    @Runnable()
    class Own extends Step<SumInput, number> {
      description = 'The class says so.';
      run({ a }: SumInput): number {
        return a;
      }
    }
    const own = new Own() as Own & { schema: JsonSchema };
    expect(own.description).to.equal('The class says so.');
    expect(own.schema).to.have.property('type', 'object');
    expect(Object.keys(own)).to.deep.equal(['description']);
  });

  it('makes a tool of a chain', async () => {
    @Tool({ name: 'shout', description: 'Shouts.', schema: Item })
    @Chain([({ item }: Item) => item, (item: string) => item.toUpperCase()])
    class Shout extends Step<Item, string> {}
    expect(await new Shout().asTool().invoke({ name: 'shout', args: { item: 'x' } })).to.equal('X');
  });

  it('says at once that nothing says what the class takes', () => {
    @Tool({ name: 'untyped' })
    @Runnable()
    class Untyped extends Step<object, string> {
      run(): string {
        return '';
      }
    }
    expect(() => new Untyped().asTool()).to.throw(UntypedToolError, 'The tool untyped needs a schema');
  });
});
