import 'reflect-metadata';
import { IsEmail, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  ChatPromptTemplate,
  FakeChatModel,
  FakeStreamingChatModel,
  OutputParserError,
  RunnableSequence,
  StructuredOutputParser,
  ValidationError,
  type RawAndParsed,
} from 'runwright';
import { z } from 'zod';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { Recorder } from '../../support/observing.js';

class Person {
  @IsString() name!: string;
  @IsInt() @Min(0) @Max(150) age!: number;
  @IsOptional() @IsEmail() mail?: string;
}

const called = (args: object): AIMessage =>
  new AIMessage({
    content: '',
    toolCalls: [{ id: '1', name: 'Person', args: args as Record<string, unknown> }],
  });

describe('withStructuredOutput', () => {
  it('has the model call a tool, and gives a validated instance of the class', async () => {
    const model = new FakeChatModel({ responses: [called({ name: 'Ada', age: 36 })] });
    const person = await model.withStructuredOutput(Person).invoke('Who?');
    expectTypeOf(person).toEqualTypeOf<Person>();
    expect(person).to.be.instanceOf(Person);
    expect(person).to.deep.equal(Object.assign(new Person(), { name: 'Ada', age: 36 }));
    const [tool] = model.calls[0]?.options.tools ?? [];
    expect(tool?.name).to.equal('Person');
    expect(tool?.parameters).to.deep.include({ type: 'object', required: ['name', 'age'] });
    expect(model.calls[0]?.options.toolChoice).to.deep.equal({ name: 'Person' });
  });

  it('fails with everything that is wrong with the arguments', async () => {
    const model = new FakeChatModel({ responses: [called({ name: 1, age: 200 })] });
    const error = (await caught(model.withStructuredOutput(Person).invoke('Who?'))) as OutputParserError;
    expect(error).to.be.instanceOf(OutputParserError);
    expect(error.cause).to.be.instanceOf(ValidationError);
    expect(error.message).to.match(
      /^\[R352\] StructuredOutputParser cannot read the answer "\{.*\(string\)\. Person is not valid: 2 faults\.\n {2}name .*\n {2}age /,
    );
    const cut = new FakeChatModel({
      responses: [
        new AIMessage({
          content: '',
          invalidToolCalls: [{ name: 'Person', args: '{"na', error: 'Unterminated.' }],
        }),
      ],
    });
    expect(((await caught(cut.withStructuredOutput(Person).invoke('Who?'))) as Error).message).to.include(
      'The arguments are not a JSON object: Unterminated.',
    );
  });

  it('says that a model calls no tool, or another one', async () => {
    const responses = [
      new AIMessage(''),
      new AIMessage({ content: '', toolCalls: [{ id: '1', name: 'Dog', args: {} }] }),
    ];
    const chain = new FakeChatModel({ responses }).withStructuredOutput(Person);
    expect(((await caught(chain.invoke('Who?'))) as Error).message).to.equal(
      '[R352] ToolCallParser cannot read the answer "" (string). It does not call the tool Person.',
    );
    expect(((await caught(chain.invoke('Who?'))) as Error).message).to.match(
      / It does not call the tool Person, but Dog\.$/,
    );
  });

  it('says that the model refused', async () => {
    const refusing = new FakeChatModel({
      responses: [new AIMessage({ content: '', additionalKwargs: { refusal: 'I must not.' } })],
    });
    for (const method of ['toolCalling', 'jsonSchema'] as const) {
      const error = (await caught(
        refusing.withStructuredOutput(Person, { method }).invoke('Who?'),
      )) as OutputParserError;
      expect([error.answer, error.why]).to.deep.equal(['I must not.', 'It is a refusal to answer.']);
    }
  });

  it('refuses a type that no tool can have for its arguments', () => {
    const model = new FakeChatModel({ responses: ['x'] });
    expect(() => model.withStructuredOutput(z.array(z.string()))).to.throw(
      '[A102] FakeChatModel.withStructuredOutput: the type must be an object, of which a list may be a property, got "array" (string).',
    );
    expect(() => model.withStructuredOutput(String)).to.throw('the type must be an object');
    class Bare {}
    expect(() => model.withStructuredOutput(Bare)).to.throw(
      'the type must be a class with validators on its properties, got the class Bare.',
    );
  });

  it('reads the arguments where a model writes them instead of calling the tool', async () => {
    const model = new FakeChatModel({ responses: ['Sure:\n```json\n{"name": "Ada", "age": 36}\n```'] });
    expect((await model.withStructuredOutput(Person).invoke('Who?')).age).to.equal(36);
  });

  it('may go by JSON of a schema, or by any JSON', async () => {
    const model = new FakeChatModel({ responses: ['{"name": "Ada", "age": 36}'] });
    await model
      .withStructuredOutput(Person, { method: 'jsonSchema', description: 'A person.' })
      .invoke('Who?');
    await model.withStructuredOutput(Person, { method: 'jsonMode' }).invoke('Who?');
    const [first, second] = model.calls.map(({ options }) => options.responseFormat);
    expect(first).to.deep.include({ type: 'jsonSchema', name: 'Person', description: 'A person.' });
    expect(second).to.deep.equal({ type: 'json' });
    expect(() => model.withStructuredOutput(Person, { method: 'magic' as never })).to.throw(
      "[A102] FakeChatModel.withStructuredOutput: method must be 'toolCalling', 'jsonSchema' or 'jsonMode'",
    );
  });

  it('takes a JSON Schema, and a standard schema', async () => {
    const model = new FakeChatModel({ responses: ['{"sum": 4}', '{"sum": "4"}'] });
    const json = {
      title: 'The sum',
      type: 'object',
      properties: { sum: { type: 'number' } },
      required: ['sum'],
    };
    expect(await model.withStructuredOutput(json).invoke('x')).to.deep.equal({ sum: 4 });
    expect(model.calls[0]?.options.tools?.[0]?.name).to.equal('The_sum');
    expect(await caught(model.withStructuredOutput(json).invoke('x'))).to.be.instanceOf(OutputParserError);
    const schema = z.object({ sum: z.coerce.number() });
    await model.invoke('skip');
    const sum = await model.withStructuredOutput(schema, { name: 'sum' }).invoke('x');
    expectTypeOf(sum).toEqualTypeOf<{ sum: number }>();
    expect(sum).to.deep.equal({ sum: 4 });
  });

  it('gives the message as well, and what is wrong with it as a value', async () => {
    const model = new FakeChatModel({ responses: [called({ name: 'Ada', age: 36 }), called({ age: -1 })] });
    const both = model.withStructuredOutput(Person, { includeRaw: true });
    const good = await both.invoke('x');
    expectTypeOf(good).toEqualTypeOf<RawAndParsed<Person>>();
    expect(good.raw.toolCalls).to.have.length(1);
    expect(good.parsed?.name).to.equal('Ada');
    const bad = await both.invoke('x');
    expect(bad.parsed).to.equal(undefined);
    expect(bad.error).to.be.instanceOf(OutputParserError);
  });

  it('keeps bound options, streams its value whole, and stands in a chain', async () => {
    const model = new FakeStreamingChatModel({ responses: ['{"name": "Ada", "age": 36}'] });
    const chain = RunnableSequence.from([
      ChatPromptTemplate.fromTemplate('{x}'),
      model.withOptions({ stop: ['.'] }).withStructuredOutput(Person, { method: 'jsonMode' }),
    ]);
    const people = await collect(chain.stream('x'));
    expect(people.map(({ name }) => name)).to.deep.equal(['Ada']);
    expect(model.calls[0]?.options).to.deep.equal({ stop: ['.'], responseFormat: { type: 'json' } });
  });

  it('has runs of its own: the model, and the parser', async () => {
    const recorder = new Recorder();
    const model = new FakeChatModel({ responses: [called({ name: 'Ada', age: 36 })] });
    await model.withStructuredOutput(Person).invoke('x', { callbacks: [recorder] });
    expect(recorder.tree).to.deep.equal([
      'StructuredOutput',
      'StructuredOutput/FakeChatModel',
      'StructuredOutput/ToolCallParser',
    ]);
  });
});

describe('StructuredOutputParser', () => {
  it('makes a checked instance of an answer, and tells the model the schema', async () => {
    const parser = StructuredOutputParser.from(Person);
    expectTypeOf(parser.parse).returns.toEqualTypeOf<Person | PromiseLike<Person>>();
    expect(parser.invokeSync('{"name": "Ada", "age": 36, "mail": "ada@example.com"}')).to.be.instanceOf(
      Person,
    );
    expect(parser.getFormatInstructions()).to.include('"name": {').and.to.include('"required": [');
    expect(parser.getOutputJsonSchema().title).to.equal('Person');
  });

  it('says what is wrong with an answer', async () => {
    const parser = StructuredOutputParser.from(Person);
    expect(((await caught(parser.invoke('no'))) as Error).message).to.include('It is not valid JSON: ');
    expect(((await caught(parser.invoke('{"name": "Ada"}'))) as Error).message).to.include(
      'Person is not valid: 3 faults.\n  age  must ',
    );
    expect(() => StructuredOutputParser.from(42 as never)).to.throw(
      '[A102] The type of StructuredOutputParser',
    );
  });
});
