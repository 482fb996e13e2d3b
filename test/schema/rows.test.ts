import { expect } from 'chai';
import {
  NoTypeError,
  RunnableBase,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type AnyRunnable,
} from 'runwright';

const text = { type: 'string' };
const doc = { title: 'Doc', type: 'object', properties: { text }, required: ['text'] };
const place = { title: 'Place', type: 'object', properties: { city: text }, required: ['city'] };

const count = new RunnableLambda<{ text: string }, number>((input) => input.text.length, {
  name: 'count',
  inputSchema: doc,
  outputSchema: Number,
});
const where = new RunnableLambda<{ city: string }, string>((input) => input.city, {
  name: 'where',
  inputSchema: place,
  outputSchema: String,
});
const upper = new RunnableLambda<string, string>((input) => input.toUpperCase(), {
  inputSchema: String,
  outputSchema: String,
});

class Model extends RunnableBase<string, string> {
  readonly kind = 'model';
  temperature = 0;
  stop = '';
  execute(input: string): string {
    return input;
  }
}

const specIds = (runnable: AnyRunnable): string[] => runnable.configSpecs.map(({ id }) => id);

describe('what runnables are made of says what they take', () => {
  it('A1.9 a type that follows from nothing is asked for in vain, and the error says where to declare it', () => {
    const untyped = RunnableLambda.from((input: string) => input, { name: 'untyped' });
    expect(() => untyped.inputType).to.throw(
      NoTypeError,
      "Runnable untyped doesn't have an inferable inputType. Declare it with withTypes({ inputType: ... }).",
    );
    expect(() => untyped.outputType).to.throw(NoTypeError, "doesn't have an inferable outputType");
    expect(untyped.withTypes({ inputType: String }).inputType).to.equal(String);
    expect(count.inputType).to.equal(doc);
  });

  it('A2.14 a sequence has the config specs of its steps, each once, and refuses two of one id', () => {
    const heat = { id: 'temperature', name: 'Temperature' };
    const model = new Model().configurableFields({ temperature: heat });
    const same = new Model().configurableFields({ temperature: heat, stop: { id: 'stop' } });
    expect(specIds(RunnableSequence.from([model, upper, same]))).to.have.members(['temperature', 'stop']);
    const other = new Model().configurableFields({ temperature: { ...heat, name: 'Heat' } });
    expect(() => RunnableSequence.from([model, other]).configSpecs).to.throw(
      'RunnableSequence contains conflicting config specs for temperature',
    );
  });

  it('A3.10 a parallel takes what its steps take together, if those are objects, or else what the first takes', () => {
    const both = RunnableParallel.from({ count, where });
    expect(both.getInputJsonSchema()).to.deep.equal({
      title: 'RunnableParallel<count,where>Input',
      type: 'object',
      properties: { text, city: text },
      required: ['text', 'city'],
    });
    const mixed = new RunnableParallel<never, unknown>({ upper, count });
    expect(mixed.getInputJsonSchema()).to.deep.include(text);
  });

  it('A3.10 a parallel gives an object with every key, in their order', () => {
    const schema = RunnableParallel.from({ where, count }).getOutputJsonSchema();
    expect(schema).to.deep.equal({
      title: 'RunnableParallel<where,count>Output',
      type: 'object',
      properties: { where: { title: 'Where', type: 'string' }, count: { title: 'Count', type: 'number' } },
      required: ['where', 'count'],
    });
    expect(Object.keys(schema['properties'] as object)).to.deep.equal(['where', 'count']);
  });

  it('A4.10 a function takes what it is declared to take', () => {
    expect(count.getInputJsonSchema()).to.deep.equal(doc);
    const untyped = RunnableLambda.from((input: { hello: string }) => input.hello, { name: 'hello' });
    expect(untyped.getInputJsonSchema()).to.deep.equal({ title: 'hello_input' });
  });

  it('A12.10 fallbacks take and give what the first candidate does, and have the config specs of all', () => {
    const fallbacks = count.withFallbacks([(input: { text: string }) => input.text.length]);
    expect(fallbacks.getInputJsonSchema()).to.deep.equal(count.getInputJsonSchema());
    expect(fallbacks.getOutputJsonSchema()).to.deep.equal(count.getOutputJsonSchema());
    const warm = new Model().configurableFields({ temperature: { id: 'temperature' } });
    const stopping = new Model().configurableFields({ stop: { id: 'stop' } });
    expect(specIds(warm.withFallbacks([stopping, upper]))).to.have.members(['temperature', 'stop']);
  });
});
