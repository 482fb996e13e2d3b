import 'reflect-metadata';
import { convertToOpenAIFunction, convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { AIMessage as LangChainAIMessage } from '@langchain/core/messages';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { expect } from 'chai';
import { IsArray, IsInt, Min } from 'class-validator';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  FakeChatModel,
  Runnable,
  RunnableLambda,
  RunnablePassthrough,
  RunnableSequence,
  RunnableToolLike,
  Step,
  Tool,
  UntypedToolError,
  ValidationError,
  type JsonSchema,
  type RunContext,
  type RunnableTool,
  type StreamEvent,
  type ToolInput,
} from 'runwright';
import { z } from 'zod';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { Recorder } from '../../support/observing.js';
import { thrownBy } from '../../support/thrown.js';

class Sum {
  @IsInt() @Min(0) a = 0;
  @IsArray() @IsInt({ each: true }) b!: number[];
}
const zodSum = z.object({ a: z.number().int().min(0), b: z.array(z.number()) });
const jsonSum = {
  type: 'object',
  properties: { a: { type: 'integer', minimum: 0 }, b: { type: 'array', items: { type: 'number' } } },
  required: ['a', 'b'],
} as const satisfies JsonSchema;

interface SumInput {
  readonly a: number;
  readonly b: number[];
}

const multiply = RunnableLambda.from(({ a, b }: SumInput) => String(a * Math.max(...b)), {
  name: 'multiply',
});
const facts = { name: 'multiply_max', description: 'Multiplies a by the largest of b.' };

const SCHEMAS = {
  'a class': multiply.asTool({ ...facts, schema: Sum }),
  'a JSON Schema': multiply.asTool({ ...facts, schema: jsonSum }),
  zod: multiply.asTool({ ...facts, schema: zodSum }),
  'types of arguments': multiply.asTool({
    ...facts,
    argTypes: { a: { type: 'integer', minimum: 0 }, b: Array },
  }),
  'what the runnable declares': multiply.withTypes({ inputType: Sum }).asTool(facts),
};

describe('asTool', () => {
  describe('A24.1', () => {
    it('A24.1 takes the name of the runnable, and describes it by its arguments', () => {
      const made = multiply.asTool({ schema: jsonSum });
      expect(made.name).to.equal('multiply');
      expect(made.getName()).to.equal('multiply');
      expect(made.description).to.equal(`Takes ${JSON.stringify(made.schema)}.`);
    });

    it('A24.1 takes the name and the description given', () => {
      const made = multiply.asTool({ ...facts, schema: jsonSum });
      expect(made.name).to.equal('multiply_max');
      expect(made.description).to.equal('Multiplies a by the largest of b.');
      expect(made).to.be.an.instanceOf(RunnableToolLike);
    });

    it('A24.1 makes a tool of a text of a runnable that takes a text', async () => {
      const chain = RunnableSequence.from([
        RunnableLambda.from((text: string) => `${text}a`, { inputSchema: String }),
        (text: string) => `${text}z`,
      ]);
      const made = chain.asTool({ name: 'spell' });
      expect(await made.invoke('b')).to.equal('baz');
      expect(made.schema).to.deep.equal({
        title: 'RunnableLambdaInput',
        type: 'object',
        properties: { input: { title: 'Input', type: 'string' } },
        required: ['input'],
      });
      expect(await made.invoke({ name: 'spell', args: { input: 'b' } })).to.equal('baz');
      expect(await made.invoke('{"input":"b"}'), 'a text is the text').to.equal('{"input":"b"}az');
    });

    it('A24.1 takes what is neither a text nor an object under "input"', async () => {
      const made = RunnableLambda.from((list: number[]) => list.length).asTool({
        name: 'count',
        schema: { type: 'array', items: { type: 'number' } },
      });
      expect(made.schema.properties).to.deep.equal({
        input: { title: 'Input', type: 'array', items: { type: 'number' } },
      });
      expect(await made.invoke([1, 2])).to.equal(2);
      expect(await made.invoke('[1, 2, 3]')).to.equal(3);
      expect(await made.invoke({ type: 'tool_call', name: 'count', args: { input: [1] } } as never)).to.equal(
        1,
      );
    });

    for (const [kind, made] of Object.entries<RunnableTool<SumInput, string>>(SCHEMAS as never)) {
      it(`A24.1 makes a tool with the schema of ${kind}`, async () => {
        expect(made.schema).to.deep.include({ type: 'object' });
        expect(Object.keys(made.schema.properties ?? {})).to.deep.equal(['a', 'b']);
        expect(made.schema.properties?.['a']).to.include({ type: 'integer', minimum: 0 });
        expect(await made.invoke({ a: 3, b: [1, 2] })).to.equal('6');
      });
    }
  });

  describe('A24.2', () => {
    it('A24.2 refuses a runnable of which nothing says what it takes, and tells what would', () => {
      const error = thrownBy(() => RunnableLambda.from((x: object) => x, { name: 'lookup' }).asTool());
      expect(error).to.be.an.instanceOf(UntypedToolError);
      expect((error as Error).message).to.equal(
        [
          '[A104] The tool lookup needs a schema: nothing says which arguments lookup takes.',
          '  fix  give it schema: a class, a JSON Schema or a standard schema; or argTypes, such as { city: String };',
          '       or declare the input of the runnable: @Runnable({ input }), withTypes({ inputType })',
        ].join('\n'),
      );
    });

    it('A24.2 refuses an object whose properties nobody names', () => {
      const pick = RunnableLambda.from((x: { a: number }) => x.a, {
        name: 'pick',
        inputSchema: { type: 'object', additionalProperties: true },
      });
      expect(() => pick.asTool()).to.throw(UntypedToolError, 'which arguments pick takes');
    });

    it('refuses a name by which no model could call it', () => {
      expect(() => multiply.asTool({ name: 'multiply max', schema: jsonSum })).to.throw(
        '[A102] asTool: the name of a tool must be at most 128 letters, digits, _, -, . and /; ' +
          'set it with asTool({ name }), got "multiply max" (string).',
      );
    });

    it('refuses a schema beside types of arguments, and what is no type', () => {
      expect(() => multiply.asTool({ schema: jsonSum, argTypes: { a: Number, b: Array } })).to.throw(
        '[A102] multiply.asTool: argTypes must be left out where a schema is given',
      );
      expect(() => multiply.asTool({ argTypes: { a: 5 } as never })).to.throw(
        '[A102] multiply.asTool, argument "a": the type must be a class, a JSON Schema, a standard schema, or String, Number or Boolean, got 5 (number).',
      );
    });
  });

  describe('A24.3', () => {
    for (const [kind, made] of Object.entries(SCHEMAS)) {
      it(`D18 A24.3 checks an object, a text and a call by ${kind}, and lists every fault`, async () => {
        const bad = { a: -1.5, b: 'x' };
        const call = { id: '1', name: 'multiply_max', args: bad };
        const openai = { id: '1', type: 'function', function: { name: 'm', arguments: JSON.stringify(bad) } };
        for (const input of [bad, JSON.stringify(bad), call, { ...call, type: 'tool_call' }, openai]) {
          const error = (await caught(made.invoke(input as never))) as ValidationError;
          expect(error, JSON.stringify(input)).to.be.an.instanceOf(ValidationError);
          expect(error.subject).to.equal('The input of the tool multiply_max');
          expect(error.faults.map(({ path }) => path)).to.include.members(['a', 'b']);
          expect(error.faults.find(({ path }) => path === 'b')?.received).to.equal('string');
        }
      });

      it(`D18 takes an object, a text and a call by ${kind}`, async () => {
        const good = { a: 3, b: [1, 2] };
        const call = { id: '1', name: 'multiply_max', args: good };
        const openai = {
          id: '1',
          type: 'function',
          function: { name: 'm', arguments: JSON.stringify(good) },
        };
        for (const input of [good, JSON.stringify(good), call, { ...call, type: 'tool_call' }, openai]) {
          expect(await made.invoke(input as never), JSON.stringify(input)).to.equal('6');
          expect(await collect(made.stream(input as never))).to.deep.equal(['6']);
        }
      });
    }

    it('D18 tells of a text that is no JSON', async () => {
      const error = (await caught(SCHEMAS.zod.invoke('{"a": 3,'))) as ValidationError;
      expect(error.faults).to.have.length(1);
      expect(error.faults[0]).to.include({ path: '', constraint: 'json', received: 'string' });
      expect(error.message).to.equal(
        '[R310] The input of the tool multiply_max is not valid: 1 fault.\n  (the value)  must be JSON, but ends too early (json), got string',
      );
      const other = (await caught(SCHEMAS.zod.invoke('secret'))) as ValidationError;
      expect(other.message).to.contain('must be JSON (json)').and.not.to.contain('secret');
    });

    it('D18 tells of the call of a model whose arguments are no JSON', async () => {
      const invalid = { id: '1', name: 'multiply_max', args: '{"a": 3,', error: 'Unexpected end' };
      expect(await caught(SCHEMAS.zod.invoke(invalid as never))).to.be.an.instanceOf(ValidationError);
    });

    it('runs a batch of valid and invalid inputs, each by itself', async () => {
      class Batched extends Step<SumInput, string> {
        runBatch(inputs: readonly SumInput[]): string[] {
          return inputs.map(({ a }) => `${String(a)} of ${String(inputs.length)}`);
        }
        run(): string {
          return 'alone';
        }
      }
      Runnable()(Batched);
      const made = new Batched().asTool({ schema: zodSum });
      const settled = await made.batchSettled([{ a: 1, b: [] }, { a: 'x' } as never, '{"a":2,"b":[]}']);
      expect(
        settled.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as Error).name)),
      ).to.deep.equal(['1 of 2', 'ValidationError', '2 of 2']);
    });

    it('gives the runnable what the schema makes of the arguments, once', async () => {
      const schema = z.object({ a: z.string().transform(Number) });
      const given = RunnableLambda.from(({ a }: { a: number }) => a + 1, { name: 'inc' });
      expect(await given.asTool({ schema }).invoke({ a: '1' })).to.equal(2);

      @Tool()
      @Runnable({ input: schema })
      class Increment extends Step<{ a: number }, number> {
        run({ a }: { a: number }): number {
          return a + 1;
        }
      }
      expect(await new Increment().asTool().invoke('{"a":"1"}')).to.equal(2);
      const behind = new RunnablePassthrough<{ a: number }>().pipe(new Increment());
      expect(await behind.asTool({ name: 'behind' }).invoke('{"a":"1"}')).to.equal(2);
    });

    it('runs synchronously, unless a check has to be waited for', () => {
      expect(SCHEMAS.zod.invokeSync({ a: 3, b: [2] })).to.equal('6');
      expect(() => SCHEMAS['a JSON Schema'].invokeSync('{"a":-1}')).to.throw(ValidationError);
      const slow = multiply.asTool({ ...facts, schema: zodSum.refine(() => Promise.resolve(true)) });
      expect(() => slow.invokeSync({ a: 3, b: [2] })).to.throw('[R303]');
    });

    it('keeps, takes away or refuses arguments that the schema does not know', async () => {
      const seen = RunnableLambda.from((x: object) => Object.keys(x).join());
      const input = { a: 1, b: [2], c: 3 };
      const types = [{ argTypes: { a: Number, b: Array } }, { schema: jsonSum }, { schema: Sum }] as const;
      for (const type of types) {
        const made = (unknownProperties: 'keep' | 'strip' | 'refuse') =>
          seen.asTool({ name: 'seen', ...type, unknownProperties } as object);
        expect((await made('keep').invoke(input)).split(',')).to.have.members(['a', 'b', 'c']);
        expect(await made('strip').invoke(input)).to.equal('a,b');
        const error = (await caught(made('refuse').invoke(input))) as ValidationError;
        expect(error.faults.map(({ path }) => path)).to.deep.equal(['c']);
      }
    });

    it('keeps, takes away or refuses what the types of its arguments do not know, too', async () => {
      const seen = RunnableLambda.from((x: object) => JSON.stringify(x));
      const input = { sum: { a: 1, b: [2], c: 3 }, plain: { d: 4, e: 5 } };
      const plain = { type: 'object', properties: { d: { type: 'number' } } };
      const made = (unknownProperties: 'keep' | 'strip' | 'refuse') =>
        seen.asTool({ name: 'seen', argTypes: { sum: Sum, plain }, unknownProperties } as object);
      expect(await made('keep').invoke(input)).to.equal(JSON.stringify(input));
      expect(await made('strip').invoke(input)).to.equal('{"sum":{"a":1,"b":[2]},"plain":{"d":4}}');
      const error = (await caught(made('refuse').invoke(input))) as ValidationError;
      expect(error.faults.map(({ path }) => path)).to.deep.equal(['sum.c', 'plain.e']);
    });

    it('fills in what an argument is by default', async () => {
      const made = RunnableLambda.from(({ n }: { n: number }) => n).asTool({
        name: 'n',
        argTypes: { n: { type: 'integer', default: 10 } },
      });
      expect(await made.invoke('')).to.equal(10);
      expect(made.schema).to.not.have.property('required');
    });

    it('A24.3 hands configs, configurable values and arguments of the call on', async () => {
      const seen: unknown[] = [];
      const made = RunnableLambda.from((_: { a: number }, ctx: RunContext) => {
        seen.push(ctx.configurable, ctx.tags, ctx.kwargs);
      }).asTool({ name: 'seen', argTypes: { a: Number } });
      await made.bind({ k: 1 }).invoke({ a: 1 }, { configurable: { user: 'u' }, tags: ['t'] });
      expect(seen).to.deep.equal([{ user: 'u' }, ['t'], { k: 1 }]);
    });
  });

  describe('A24.4', () => {
    it('A24.4 has runs of the type tool, with the runs of the runnable below', async () => {
      const recorder = new Recorder();
      const chain = RunnableSequence.from([multiply, (text: string) => text.length]);
      await chain.asTool({ ...facts, schema: zodSum }).invoke({ a: 3, b: [4] }, { callbacks: [recorder] });
      expect(recorder.tree).to.deep.equal([
        'multiply_max',
        'multiply_max/RunnableSequence',
        'RunnableSequence/multiply',
        'RunnableSequence/RunnableLambda',
      ]);
      expect(recorder.runs.map(({ runType }) => runType)).to.deep.equal(['tool', 'chain', 'chain', 'chain']);
      recorder.check();
    });

    it('shows observers the arguments, and handlers the id of the call', async () => {
      const calls: unknown[][] = [];
      const handler = {
        name: 'handler',
        handleToolStart: (...args: unknown[]) => calls.push(['start', ...args.slice(1)]),
        handleToolEnd: (...args: unknown[]) => calls.push(['end', ...args]),
        handleToolError: (...args: unknown[]) => calls.push(['error', ...args.slice(1)]),
      };
      const runId = '01890000-0000-7000-8000-000000000000';
      const call = { id: 'call_1', name: 'multiply_max', args: { a: 3, b: [1] } };
      await SCHEMAS.zod.invoke(call, { callbacks: [handler], runId });
      await SCHEMAS.zod.invoke('{"a":3,"b":[2]}', { callbacks: [handler], runId });
      await caught(SCHEMAS.zod.invoke('{"a":3}', { callbacks: [handler], runId }));
      expect(calls).to.deep.equal([
        ['start', '{"a":3,"b":[1]}', runId, undefined, [], {}, 'multiply_max', 'call_1'],
        ['end', '3', runId, undefined, []],
        ['start', '{"a":3,"b":[2]}', runId, undefined, [], {}, 'multiply_max', undefined],
        ['end', '6', runId, undefined, []],
        ['start', '{"a":3}', runId, undefined, [], {}, 'multiply_max', undefined],
        ['error', runId, undefined, []],
      ]);
    });

    it('A19.6 A19.14 tells streamEvents of its arguments, and of its error with the id of the call', async () => {
      const events: StreamEvent[] = [];
      const call = { id: 'call_1', name: 'multiply_max', args: { a: 3, b: 'x' } };
      const chain = RunnableSequence.from([(x: unknown) => x as never, SCHEMAS.zod]);
      const failed = await caught(
        (async () => {
          for await (const event of chain.streamEvents(call, { version: 'v2' })) events.push(event);
        })(),
      );
      expect(failed).to.be.an.instanceOf(ValidationError);
      const [start, error] = events.filter(({ event }) => event.startsWith('on_tool_'));
      expect(start?.event).to.equal('on_tool_start');
      expect(error?.data).to.deep.equal({ error: failed, input: { a: 3, b: 'x' }, tool_call_id: 'call_1' });
    });
  });

  describe('what models are told', () => {
    it('A24 is accepted by convertToOpenAITool and convertToOpenAIFunction of LangChain.js as it is', () => {
      for (const made of Object.values(SCHEMAS)) {
        expect(convertToOpenAITool(made)).to.deep.equal({
          type: 'function',
          function: { ...facts, parameters: made.schema },
        });
        expect(convertToOpenAIFunction(made as never)).to.deep.equal({ ...facts, parameters: made.schema });
      }
    });

    it('is a tool of LangGraph.js, which calls it with the call of a model', async () => {
      const node = new ToolNode([SCHEMAS.zod as never]);
      const call = {
        id: 'call_1',
        name: 'multiply_max',
        args: { a: 3, b: [1, 2] },
        type: 'tool_call' as const,
      };
      const { messages } = (await node.invoke({
        messages: [new LangChainAIMessage({ content: '', tool_calls: [call] })],
      })) as { messages: { content: string; tool_call_id: string }[] };
      expect(messages.map(({ content, tool_call_id }) => [content, tool_call_id])).to.deep.equal([
        ['6', 'call_1'],
      ]);
    });

    it('A24 is a tool of our models, as are those of others', async () => {
      const model = new FakeChatModel({ responses: ['x'] });
      await model
        .bindTools([
          SCHEMAS.zod,
          { name: 'other', description: 'Other.', schema: z.object({ q: z.string() }) },
        ])
        .invoke('Hi');
      const { tools } = model.calls[0]?.options as { tools: { name: string; parameters: JsonSchema }[] };
      expect(tools[0]).to.deep.equal({ ...facts, parameters: SCHEMAS.zod.schema });
      expect(tools[1]?.name).to.equal('other');
      expect(tools[1]?.parameters.properties).to.have.property('q');
    });

    it('answers the calls of a model', async () => {
      const calls = [
        { id: '1', name: 'multiply_max', args: { a: 2, b: [2] } },
        { id: '2', name: 'multiply_max', args: { a: 3, b: [3] } },
      ];
      const model = new FakeChatModel({
        responses: [new AIMessage({ content: '', toolCalls: calls })],
      }).bindTools([SCHEMAS.zod]);
      const { toolCalls } = await model.invoke('2 * 2, and 3 * 3?');
      expect(await SCHEMAS.zod.batch(toolCalls)).to.deep.equal(['4', '9']);
    });
  });

  describe('D5c: with what is bound to it', () => {
    const made = multiply.asTool({ ...facts, schema: zodSum });
    const bound = {
      withConfig: made.withConfig({ tags: ['t'] }),
      bind: made.bind({ k: 1 }),
      withListeners: made.withListeners({ onStart: () => undefined }),
      withInterceptors: made.withInterceptors({ onStart: () => undefined }),
      withRetry: made.withRetry({ stopAfterAttempt: 2 }),
      withTimeout: made.withTimeout({ total: 1000 }),
      'withConfig and withRetry': made.withConfig({ tags: ['t'] }).withRetry(),
      withFallbacks: made.withFallbacks([made]),
    };
    for (const [method, wrapped] of Object.entries(bound)) {
      it(`D5c keeps its name, description and schema after ${method}`, async () => {
        const { name, description, schema } = wrapped as typeof made;
        expect({ name: wrapped.getName(), description }).to.deep.equal(
          method === 'withFallbacks' ? { ...facts, name: 'RunnableWithFallbacks' } : facts,
        );
        if (method !== 'withFallbacks') expect(name).to.equal('multiply_max');
        expect(schema).to.deep.equal(made.schema);
        expect(
          await wrapped.invoke({
            type: 'tool_call',
            id: '1',
            name: 'multiply_max',
            args: { a: 2, b: [2] },
          } as never),
        ).to.equal('4');
        expect(await caught(wrapped.invoke({ a: 'x' } as never))).to.be.an.instanceOf(ValidationError);
        if (method !== 'withFallbacks') {
          expect(convertToOpenAITool(wrapped as never)).to.deep.equal({
            type: 'function',
            function: { ...facts, parameters: made.schema },
          });
        }
      });
    }

    it('tries its work again, and not what is wrong with its arguments', async () => {
      let calls = 0;
      const flaky = RunnableLambda.from(({ a }: { a: number }) => {
        calls += 1;
        if (calls < 2) throw new Error('flaky');
        return a;
      }).asTool({ name: 'flaky', argTypes: { a: Number } });
      const recorder = new Recorder();
      const retried = flaky.withRetry({ waitExponentialJitter: false });
      expect(await retried.invoke({ a: 1 }, { callbacks: [recorder] })).to.equal(1);
      expect(recorder.runs.map(({ runType }) => runType)[0]).to.equal('tool');
      await caught(retried.invoke({ a: 'x' } as never));
      expect(calls).to.equal(2);
    });

    it('is itself what asTool without options gives', () => {
      expect(made.asTool()).to.equal(made);
    });
  });

  describe('types', () => {
    it('takes what the schema takes, JSON or a call, and gives what the runnable gives', () => {
      const made = multiply.asTool({ ...facts, schema: zodSum });
      expectTypeOf(made.invoke).parameter(0).toEqualTypeOf<ToolInput<{ a: number; b: number[] }>>();
      expectTypeOf(made.invoke).returns.resolves.toEqualTypeOf<string>();
      expectTypeOf(multiply.asTool({ schema: Sum }).invoke)
        .parameter(0)
        .toEqualTypeOf<ToolInput<Sum>>();
      expectTypeOf(multiply.asTool({ schema: jsonSum }).invoke)
        .parameter(0)
        .toEqualTypeOf<ToolInput<SumInput>>();
      expectTypeOf(multiply.asTool({ argTypes: { a: Number, b: jsonSum.properties.b } }).invoke)
        .parameter(0)
        .toEqualTypeOf<ToolInput<{ a: number; b: number[] }>>();
      expectTypeOf(made.withConfig({}).schema).toEqualTypeOf<JsonSchema>();
      expectTypeOf(made.withRetry().description).toEqualTypeOf<string>();
    });
  });
});
