import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  ChatPromptTemplate,
  EnumOutputParser,
  FakeChatModel,
  JsonOutputParser,
  OutputFixingParser,
  OutputParserError,
  RetryOutputParser,
  RunnableParallel,
  RunnableSequence,
  StructuredOutputParser,
  ToolCallParser,
  type Runnable,
} from 'runwright';
import { caught } from '../../support/caught.js';
import { Recorder } from '../../support/observing.js';

describe('OutputFixingParser', () => {
  const parser = new EnumOutputParser(['red', 'green']);

  it('has a model correct what cannot be read', async () => {
    const model = new FakeChatModel({ responses: ['red'] });
    const fixing = new OutputFixingParser({ parser, model });
    expectTypeOf(fixing.invoke).returns.resolves.toEqualTypeOf<'red' | 'green'>();
    expect(await fixing.invoke(new AIMessage('green'))).to.equal('green');
    expect(model.calls).to.have.length(0);
    expect(await fixing.invoke('rot')).to.equal('red');
    const [question] = model.calls[0]?.messages ?? [];
    expect(question?.text).to.include('This was answered:\nrot\n');
    expect(question?.text).to.include('It is not one of: red, green.');
    expect(question?.text).to.include(parser.getFormatInstructions());
  });

  it('asks as often as it may, and then throws what is wrong with the last answer', async () => {
    const model = new FakeChatModel({ responses: ['rouge', 'vert', 'green'] });
    const error = (await caught(
      new OutputFixingParser({ parser, model, maxRetries: 2 }).invoke('rot'),
    )) as OutputParserError;
    expect(error).to.be.instanceOf(OutputParserError);
    expect(error.answer).to.equal('vert');
    expect(model.calls).to.have.length(2);
    expect(await new OutputFixingParser({ parser, model, maxRetries: 3 }).invoke('rot')).to.equal('green');
  });

  it('leaves other errors alone, those of the model too', async () => {
    const offline = new Error('offline');
    const fixing = new OutputFixingParser({ parser, model: new FakeChatModel({ responses: [offline] }) });
    expect(await caught(fixing.invoke('rot'))).to.equal(offline);
  });

  it('may ask in words of its own', async () => {
    const model = new FakeChatModel({ responses: ['red'] });
    const prompt = ChatPromptTemplate.fromMessages(['{answer}? {error} {instructions}']);
    await new OutputFixingParser({ parser, model, prompt }).invoke('rot');
    expect(model.calls[0]?.messages[0]?.text).to.match(/^rot\? It is not one of/);
    const brief = ChatPromptTemplate.fromTemplate('{answer}?');
    await new OutputFixingParser({ parser, model, prompt: brief }).invoke('rot');
    expect(model.calls[1]?.messages[0]?.text).to.equal('rot?');
    // @ts-expect-error -- there is no such variable
    new OutputFixingParser({ parser, model, prompt: ChatPromptTemplate.fromTemplate('{answer} {question}') });
  });

  it('has the runs of the model below its own', async () => {
    const recorder = new Recorder();
    const model = new FakeChatModel({ responses: ['red'] });
    const chain = RunnableSequence.from([(text: string) => text, new OutputFixingParser({ parser, model })]);
    await chain.invoke('rot', { callbacks: [recorder] });
    expect(recorder.tree.slice(2)).to.deep.equal([
      'RunnableSequence/OutputFixingParser',
      'OutputFixingParser/FakeChatModel',
    ]);
    recorder.check();
  });

  it('reads the calls of tools in the first answer and in those that follow', async () => {
    const sum = (args: Record<string, unknown>): AIMessage =>
      new AIMessage({ content: '', toolCalls: [{ id: '1', name: 'sum', args }] });
    const schema = { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] };
    const tool = new ToolCallParser('sum', StructuredOutputParser.from(schema));
    const model = new FakeChatModel({ responses: [sum({ sum: 4 })] });
    const fixing = new OutputFixingParser({ parser: tool, model });
    expect(await fixing.invoke(sum({ sum: 3 }))).to.deep.equal({ sum: 3 });
    expect(await fixing.invoke(sum({ sum: 'four' }))).to.deep.equal({ sum: 4 });
    expect(model.calls[0]?.messages[0]?.text).to.include('{"sum":"four"}');
  });

  it('needs at least one retry', () => {
    const model = new FakeChatModel({ responses: ['x'] });
    expect(() => new OutputFixingParser({ parser, model, maxRetries: 0 })).to.throw(
      '[A102] OutputFixingParser: maxRetries must be an integer from 1, got 0 (number).',
    );
    expect(() => new OutputFixingParser({ model } as never)).to.throw(
      '[A102] OutputFixingParser: parser must be an output parser, got undefined.',
    );
  });
});

describe('RetryOutputParser', () => {
  const prompt = ChatPromptTemplate.fromTemplate('Add {numbers}.');
  const parser = new JsonOutputParser<{ sum: number }>();
  const chain = (
    model: FakeChatModel,
    tellError?: boolean,
  ): Runnable<{ readonly numbers: string }, { sum: number }> =>
    RunnableParallel.from({ prompt, answer: prompt.pipe(model) }).pipe(
      new RetryOutputParser({ parser, model, tellError }),
    );

  it('asks the model again, with the prompt, its answer, and what is wrong with it', async () => {
    const model = new FakeChatModel({ responses: ['four', '{"sum": 4}'] });
    const retrying = new RetryOutputParser({ parser, model });
    expectTypeOf(retrying.invoke).returns.resolves.toEqualTypeOf<{ sum: number }>();
    expect(await chain(model).invoke({ numbers: '2 and 2' })).to.deep.equal({ sum: 4 });
    const messages = model.calls[1]?.messages.map(({ type, text }) => `${type}: ${text}`) ?? [];
    expect(messages.slice(0, 2)).to.deep.equal(['human: Add 2 and 2.', 'ai: four']);
    expect(messages[2]).to.match(
      /^human: Your answer cannot be read: It is not valid JSON: .*\n\nAnswer with JSON/,
    );
  });

  it('may keep to itself what is wrong', async () => {
    const model = new FakeChatModel({ responses: ['four', '{"sum": 4}'] });
    await chain(model, false).invoke({ numbers: '2 and 2' });
    expect(model.calls[1]?.messages[2]?.text).to.match(/^Your answer cannot be read\.\n\nAnswer with JSON/);
  });

  it('gives up with the error of the last answer', async () => {
    const model = new FakeChatModel({ responses: ['four', 'five'] });
    const error = (await caught(chain(model).invoke({ numbers: '2 and 2' }))) as OutputParserError;
    expect(error.answer).to.equal('five');
  });

  it('says what it expects', async () => {
    const retrying = new RetryOutputParser({ parser, model: new FakeChatModel({ responses: ['x'] }) });
    expect(((await caught(retrying.invoke('x' as never))) as Error).message).to.equal(
      '[R306] RetryOutputParser expects an object with "prompt" and "answer", got "x" (string).',
    );
  });
});
