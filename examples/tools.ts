// Tools: what a model may call, as decorated classes with services injected, and as functions.
import 'reflect-metadata';
import { IsString } from 'class-validator';
import { ContainerModule, injectable } from 'inversify';
import {
  AIMessage,
  FakeChatModel,
  HumanMessage,
  Runnable,
  Step,
  Tool,
  ToolMessage,
  createApp,
  tool,
  type Message,
  type RunContext,
} from 'runwright';

@injectable()
class Warehouse {
  readonly #stock: Readonly<Record<string, number>> = { tea: 12, cups: 3 };

  count(product: string): number {
    return this.#stock[product] ?? 0;
  }
}

/** The arguments: the model is told their JSON Schema, and the tool gets an instance, checked. */
class StockQuery {
  @IsString() product!: string;
}

@Tool({ name: 'stock', description: 'Tells how many of a product are in stock.' })
@Runnable({ input: StockQuery })
class Stock extends Step<StockQuery, number> {
  // Injected, and no part of what the model is told.
  constructor(private readonly warehouse: Warehouse) {
    super();
  }

  run({ product }: StockQuery): number {
    return this.warehouse.count(product);
  }
}

const multiply = tool(({ a, b }) => a * b, {
  name: 'multiply',
  description: 'Multiplies two numbers.',
  argTypes: { a: Number, b: Number },
});

/** Stands for a language model: it makes a mistake in its first call, and mends it when it is told. */
const model = new FakeChatModel({
  responses: ({ messages }) => {
    const told = messages.filter((message) => message instanceof ToolMessage).map(({ text }) => text);
    const asked = (name: string, args: Record<string, unknown>): AIMessage =>
      new AIMessage({ content: '', toolCalls: [{ id: `call_${told.length + 1}`, name, args }] });
    if (told.length === 0) return asked('stock', { item: 'tea' });
    if (told.length === 1) return asked('stock', { product: 'tea' });
    if (told.length === 2) return asked('multiply', { a: Number(told.at(-1)), b: 4 });
    return `There is tea for ${told.at(-1) ?? ''} euros.`;
  },
});

/** Asks the model again and again, until it needs no more tools. */
@Runnable()
class Assistant extends Step<string, string> {
  constructor(private readonly stock: Stock) {
    super();
  }

  async run(question: string, ctx: RunContext): Promise<string> {
    const tools = [this.stock.asTool(), multiply];
    const asked = model.bindTools(tools);
    const messages: Message[] = [new HumanMessage(question)];
    for (;;) {
      const answer = await asked.invoke(messages, ctx);
      if (answer.toolCalls.length === 0) return answer.text;
      messages.push(answer);
      for (const call of answer.toolCalls) {
        const called = tools.find(({ name }) => name === call.name);
        // A call that the tool refuses is no failure of the run: the model is told what is wrong, and may do better.
        const content = await (called?.invoke(call, ctx) ?? Promise.reject(new Error('no such tool'))).then(
          String,
          (error: unknown) => (error as Error).message,
        );
        console.log(`${call.name}(${JSON.stringify(call.args)}) -> ${content.replaceAll('\n', '\n  ')}`);
        messages.push(new ToolMessage({ content, toolCallId: call.id ?? '' }));
      }
    }
  }
}

const services = new ContainerModule(({ bind }) => {
  bind(Warehouse).toSelf().inSingletonScope();
});
// A class that stands as a step is found by itself; one that is injected is named here.
const app = await createApp({ runnables: [Assistant, Stock], modules: [services] });

const { name, description, schema } = app.get(Stock).asTool();
console.log(`The model is told: ${name}. ${description}`);
console.log(`  ${JSON.stringify(schema)}`);
console.log(await app.get(Assistant).invoke('What is our tea worth, at 4 euros each?'));
await app.close();

/* Prints:
The model is told: stock. Tells how many of a product are in stock.
  {"type":"object","title":"StockQuery","properties":{"product":{"title":"Product","type":"string"}},"required":["product"]}
stock({"item":"tea"}) -> [R310] The input of Stock is not valid: 1 fault.
    product  must be a string (isString), got undefined
stock({"product":"tea"}) -> 12
multiply({"a":12,"b":4}) -> 48
There is tea for 48 euros.
*/
