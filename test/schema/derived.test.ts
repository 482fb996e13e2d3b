import { expect } from 'chai';
import {
  ChatPromptTemplate,
  PromptTemplate,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  StringOutputParser,
  type AnyRunnable,
  type JsonSchema,
} from 'runwright';

const text = { type: 'string' };
const number = { type: 'number' };

/** A step that takes and gives what it says. */
function step(name: string, input: JsonSchema, output: JsonSchema): RunnableLambda<never, never> {
  return new RunnableLambda<never, never>((value: never) => value, {
    name,
    inputSchema: input,
    outputSchema: output,
  });
}

const schemasOf = (runnable: AnyRunnable): readonly JsonSchema[] => [
  runnable.getInputJsonSchema(),
  runnable.getOutputJsonSchema(),
];

describe('schemas that follow from names, wrappers and configs', () => {
  it('A21.1 the title is the name with what it is the schema of; a type that is not known has nothing else', () => {
    const typed = RunnableLambda.from((x: number) => x, { name: 'typed_lambda', inputSchema: Number });
    expect(schemasOf(typed)).to.deep.equal([
      { title: 'typed_lambda_input', type: 'number' },
      { title: 'typed_lambda_output' },
    ]);
    const gen = RunnableGenerator.from(async function* gen(chunks: AsyncIterable<number>) {
      yield* chunks;
    });
    expect(schemasOf(gen)).to.deep.equal([{ title: 'gen_input' }, { title: 'gen_output' }]);
    expect(typed.getConfigJsonSchema()).to.have.property('title', 'typed_lambda_config');
    expect(RunnableParallel.from({ typed }).getConfigJsonSchema()).to.have.property(
      'title',
      'RunnableParallel<typed>Config',
    );
  });

  it('A21.2 the title of a property is its key in words', () => {
    const parallel = RunnableParallel.from({
      variable_name: step('a', text, number),
      camelCase: step('b', text, number),
      plain: step('c', text, number),
    });
    const { properties = {} } = parallel.getOutputJsonSchema();
    expect(Object.entries(properties).map(([key, { title }]) => [key, title])).to.deep.equal([
      ['variable_name', 'Variable Name'],
      ['camelCase', 'Camel Case'],
      ['plain', 'Plain'],
    ]);
    expect(PromptTemplate.fromTemplate('{first_name}').getInputJsonSchema().properties).to.have.property(
      'first_name',
    );
  });

  it('A21.5 retries, timeouts, fallbacks, listeners and bindings have the schemas of what they stand around', () => {
    const inner = step('inner', text, number);
    const around = [
      inner.withRetry(),
      inner.withTimeout({ total: 1000 }),
      inner.withFallbacks([step('other', number, text)]),
      inner.withListeners({}),
      inner.withInterceptors(),
      inner.bind({ k: 1 }),
      inner.withConfig({ tags: ['t'] }),
      inner.bindConfig((config) => config),
      inner.withRetry().bind({}).withListeners({}),
    ];
    for (const each of around) expect(schemasOf(each)).to.deep.equal(schemasOf(inner));
  });

  it('A21.5 types that are declared stand over both, or over one side', () => {
    const retried = step('inner', text, number).withRetry();
    expect(schemasOf(retried.withTypes({ outputType: Boolean }))).to.deep.equal([
      { title: 'inner_input', type: 'string' },
      { title: 'inner_output', type: 'boolean' },
    ]);
    expect(schemasOf(retried.withTypes({ inputType: Number, outputType: Boolean }))).to.deep.equal([
      { title: 'inner_input', type: 'number' },
      { title: 'inner_output', type: 'boolean' },
    ]);
  });

  it('A21.6 a config decides what is taken where it decides what runs', () => {
    const prompt = PromptTemplate.fromTemplate('{question}').configurableFields({
      template: { id: 'template' },
    });
    const variablesOf = (runnable: AnyRunnable, configurable: Record<string, unknown>): string[] =>
      Object.keys(runnable.getInputSchema({ configurable }).toJsonSchema().properties ?? {});
    for (const runnable of [prompt, prompt.pipe(new StringOutputParser()), prompt.withRetry()]) {
      expect(variablesOf(runnable, {})).to.deep.equal(['question']);
      expect(variablesOf(runnable, { template: '{other} {thing}' })).to.deep.equal(['other', 'thing']);
    }
    const choice = ChatPromptTemplate.fromTemplate('{question}').configurableAlternatives(
      { id: 'style' },
      { long: ChatPromptTemplate.fromTemplate('{question} {details}') as never },
    );
    for (const runnable of [choice, choice.pipe(new StringOutputParser() as never), choice.withRetry()]) {
      expect(variablesOf(runnable, {})).to.deep.equal(['question']);
      expect(variablesOf(runnable, { style: 'long' })).to.deep.equal(['question', 'details']);
    }
    expect(choice.getInputJsonSchema({ configurable: { style: 'long' } }).required).to.deep.equal([
      'question',
      'details',
    ]);
  });
});
