import { expect } from 'chai';
import {
  ChatPromptTemplate,
  FakeChatModel,
  PromptTemplate,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
  type AnyRunnable,
  type JsonSchema,
} from 'runwright';

const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
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

describe('schemas, row by row', () => {
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

  it('A21.4 what an assign takes that is no object is a field root of what it gives', () => {
    const assign = RunnablePassthrough.assign({ size: step('size', text, number) });
    expect(assign.getOutputJsonSchema()).to.deep.equal({
      title: 'RunnableAssignOutput',
      ...object({ root: { title: 'Root', type: 'string' }, size: { title: 'Size', type: 'number' } }),
    });
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

  it('A21.7 A3.10 a parallel of steps that need different objects needs what each of them does', () => {
    const parallel = RunnableParallel.from({
      one: step('one', object({ text, page: number }, ['text']), text),
      two: step('two', object({ question: text }), number),
      through: new RunnablePassthrough(),
    });
    const title = 'RunnableParallel<one,two,through>';
    expect(schemasOf(parallel)).to.deep.equal([
      { title: `${title}Input`, ...object({ text, page: number, question: text }, ['text', 'question']) },
      {
        title: `${title}Output`,
        ...object({
          one: { title: 'One', type: 'string' },
          two: { title: 'Two', type: 'number' },
          through: { title: 'Through' },
        }),
      },
    ]);
    const mixed = RunnableParallel.from({
      one: step('one', text, text),
      two: step('two', object({ a: text }), text),
    });
    expect(mixed.getInputJsonSchema()).to.include({ type: 'string' });
  });

  it('A22.2 puts the edge that joins two steps behind those of the steps', () => {
    const chain = PromptTemplate.fromTemplate('{x}').pipe(
      new FakeChatModel({ responses: ['y'] }),
      new StringOutputParser(),
    );
    const graph = chain.getGraph();
    const nameOf = (id: string): string => graph.nodes.get(id)?.name ?? '';
    expect(graph.edges.map(({ source, target }) => `${nameOf(source)} -> ${nameOf(target)}`)).to.deep.equal([
      'PromptTemplateInput -> PromptTemplate',
      'PromptTemplate -> FakeChatModel',
      'StringOutputParser -> StringOutputParserOutput',
      'FakeChatModel -> StringOutputParser',
    ]);
  });

  it('A23.6 the name of a serialised binding is that of what it binds', () => {
    const bound = step('inner', text, number);
    const named = new RunnablePassthrough({ name: 'through' });
    expect(named.bind({ k: 1 }).withConfig({ runName: 'run' }).toJSON()).to.have.property('name', 'through');
    expect(named.withListeners({}).toJSON()).to.have.property('name', 'through');
    expect(bound.toJSON()).to.deep.include({ type: 'not_implemented', name: 'inner' });
  });
});
