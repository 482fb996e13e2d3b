import { expect } from 'chai';
import {
  RouterRunnable,
  RunnableAssign,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  type JsonSchema,
} from 'runwright';

interface Doc {
  readonly text: string;
  readonly page?: number;
}

const text = { type: 'string' };
const page = { type: 'integer' };
const doc = { title: 'Doc', type: 'object', properties: { text, page }, required: ['text'] };
const counted = { count: { title: 'Count', type: 'number' } };

const load = new RunnableLambda<string, Doc>((path) => ({ text: path }), {
  name: 'load',
  inputSchema: String,
  outputSchema: doc,
});
const count = new RunnableLambda<Doc, number>((input) => input.text.length, {
  name: 'count',
  inputSchema: doc,
  outputSchema: Number,
});

const number = { type: 'number' };
const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
});

/** A step that takes and gives what it says. */
function step(name: string, input: JsonSchema, output: JsonSchema): RunnableLambda<never, never> {
  return new RunnableLambda<never, never>((value: never) => value, {
    name,
    inputSchema: input,
    outputSchema: output,
  });
}

/** The schemas of a runnable: what it takes, and what it gives. */
function schemasOf(runnable: {
  getInputJsonSchema(): JsonSchema;
  getOutputJsonSchema(): JsonSchema;
}): readonly [JsonSchema, JsonSchema] {
  return [runnable.getInputJsonSchema(), runnable.getOutputJsonSchema()];
}

describe('schemas of the algebra', () => {
  const loaded = { title: 'load_input', type: 'string' };
  const assigned = {
    title: 'RunnableSequenceOutput',
    type: 'object',
    properties: { text, page, ...counted },
    required: ['text', 'count'],
  };

  it('A21.4 an assign gives what its steps take and what they give', () => {
    expect(schemasOf(RunnableAssign.from({ count }))).to.deep.equal([
      { ...doc, title: 'RunnableParallel<count>Input' },
      { ...assigned, title: 'RunnableAssignOutput' },
    ]);
  });

  it('A21.4 what an assign takes that is no object is a field root of what it gives', () => {
    const assign = RunnablePassthrough.assign({ size: step('size', text, number) });
    expect(assign.getOutputJsonSchema()).to.deep.equal({
      title: 'RunnableAssignOutput',
      ...object({ root: { title: 'Root', type: 'string' }, size: { title: 'Size', type: 'number' } }),
    });
  });

  it('A2.12 a trailing assign adds to the output before it, and a trailing pick takes of it', () => {
    expect(schemasOf(load.assign({ count }))).to.deep.equal([loaded, assigned]);
    expect(schemasOf(load.assign({ count }).pick('count'))).to.deep.equal([
      loaded,
      { title: 'RunnableSequenceOutput', type: 'number' },
    ]);
    expect(load.assign({ count }).pick(['count', 'page']).getOutputJsonSchema()).to.deep.equal({
      title: 'RunnableSequenceOutput',
      type: 'object',
      properties: { page, ...counted },
      required: ['count'],
    });
  });

  it('A2.12 so they do with something bound to them, and a passthrough changes nothing', () => {
    const assign = RunnablePassthrough.assign({ count }).withConfig({ runName: 'counted' }).bind({});
    expect(load.pipe(assign).getOutputJsonSchema()).to.deep.equal(assigned);
    expect(load.pipe(assign.withListeners({})).getOutputJsonSchema()).to.deep.equal(assigned);
    const pick = new RunnablePick('count').withConfig({ runName: 'picked' });
    expect(load.pipe(assign, pick).getOutputJsonSchema()).to.deep.include({ type: 'number' });
    expect(load.pipe(new RunnablePassthrough()).getOutputJsonSchema()).to.deep.equal(doc);
    const same = new RunnablePassthrough<Doc>().withConfig({ tags: ['t'] });
    expect(same.pipe(count).getInputJsonSchema()).to.deep.equal(doc);
  });

  it('A2.12 what a leading assign adds need not come from outside, and a leading pick is skipped', () => {
    const next = new RunnableLambda<{ text: string; count: number }, string>(String, {
      inputSchema: { type: 'object', properties: { text, count: page }, required: ['text', 'count'] },
    });
    expect(RunnableAssign.from({ count }).pipe(next).getInputJsonSchema()).to.deep.equal({
      title: 'RunnableSequenceInput',
      type: 'object',
      properties: { text },
      required: ['text'],
    });
    const pick = new RunnableLambda<{ doc: Doc }, { doc: Doc }>((x) => x).pick('doc').pipe(count);
    expect(
      RunnableSequence.from([new RunnablePick('doc'), count as never]).getInputJsonSchema(),
    ).to.deep.equal(doc);
    expect(pick.getOutputJsonSchema()).to.deep.equal({ title: 'count_output', type: 'number' });
  });

  it('definitions keep their references, however their names are escaped', () => {
    const page = { type: 'object', properties: { text }, required: ['text'] };
    const documents: JsonSchema[] = [
      { $ref: '#/definitions/Page%3CText%3E', definitions: { 'Page<Text>': page } },
      { $ref: '#/$defs/a~1b', $defs: { 'a/b': page } },
    ];
    for (const document of documents) {
      const read = new RunnableLambda<object, object>((x) => x, {
        inputSchema: document,
        outputSchema: document,
      });
      const { properties } = RunnableParallel.from({ read }).getInputJsonSchema();
      expect(properties, 'the fields that are needed').to.deep.equal({ text });
      const output = RunnableParallel.from({ read: read.map() }).getOutputJsonSchema();
      const refs = Array.from(
        JSON.stringify(output).matchAll(/"\$ref":"#\/\$defs\/([^"]*)"/g),
        ([, name]) => name,
      );
      expect(refs).to.have.length.greaterThan(0);
      for (const name of refs) expect(output.$defs).to.have.property(String(name));
      expect(JSON.stringify(output), 'nothing refers elsewhere').not.to.match(/"\$ref":"(?!#\/\$defs\/)/);
    }
  });

  it('A2.13 a pick right behind a parallel has the schema of what it picks', () => {
    const facts = RunnableParallel.from({ count, same: load });
    expect(facts.pick('count').getOutputJsonSchema()).to.deep.include({
      title: 'RunnableSequenceOutput',
      type: 'number',
    });
  });

  it('A21.7 A3.10 a parallel of steps that need different objects needs what each of them does', () => {
    const parallel = RunnableParallel.from({
      one: step('one', object({ text, page }, ['text']), text),
      two: step('two', object({ question: text }), number),
      through: new RunnablePassthrough(),
    });
    const title = 'RunnableParallel<one,two,through>';
    expect(schemasOf(parallel)).to.deep.equal([
      { title: `${title}Input`, ...object({ text, page, question: text }, ['text', 'question']) },
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

  it('A21.3 a map takes and gives lists', () => {
    expect(schemasOf(count.map())).to.deep.equal([
      {
        title: 'RunnableEach<count>Input',
        type: 'array',
        items: { $ref: '#/$defs/Doc' },
        default: null,
        $defs: { Doc: doc },
      },
      {
        title: 'RunnableEach<count>Output',
        type: 'array',
        items: { $ref: '#/$defs/count_output' },
        $defs: { count_output: { title: 'count_output', type: 'number' } },
      },
    ]);
  });

  it('A6.6 a branch takes what the first part that says something takes, the last step first', () => {
    const untyped = new RunnableLambda<unknown, boolean>(() => true);
    const branch = new RunnableBranch<never, unknown>([[untyped, load]], count);
    expect(schemasOf(branch)).to.deep.equal([doc, { title: 'RunnableBranchOutput' }]);
    const other = new RunnableBranch<never, unknown>([[untyped, load]], untyped);
    expect(other.getInputJsonSchema()).to.deep.equal(loaded);
    const condition = new RunnableBranch<never, unknown>([[count, untyped]], untyped);
    expect(condition.getInputJsonSchema()).to.deep.equal(doc);
  });

  it('a router takes a key with an input', () => {
    expect(RouterRunnable.from({ count }).getInputJsonSchema()).to.deep.equal({
      title: 'RouterRunnableInput',
      type: 'object',
      properties: { key: { title: 'Key', type: 'string' }, input: { title: 'Input' } },
      required: ['key', 'input'],
    });
  });

  it('A9.6 A21.5 a binding has the schemas of its runnable, unless types were declared', () => {
    expect(schemasOf(count.withConfig({ tags: ['t'] }).bind({}))).to.deep.equal(schemasOf(count));
    const typed = count.withTypes({ inputType: String });
    expect(schemasOf(typed)).to.deep.equal([{ title: 'count_input', type: 'string' }, schemasOf(count)[1]]);
    const both = typed.withListeners({}).withTypes({ outputType: Boolean }).withConfig({});
    expect(schemasOf(both)).to.deep.equal([
      { title: 'count_input', type: 'string' },
      { title: 'count_output', type: 'boolean' },
    ]);
  });
});
