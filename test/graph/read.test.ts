import { expect } from 'chai';
import { RunnableLambda, RunnableParallel, RunnableSequence, type AnyRunnable } from 'runwright';

/** The edges of a runnable's graph by the names of their ends, in their order. */
function edgesOf(runnable: AnyRunnable): string[] {
  const graph = runnable.getGraph();
  const nameOf = (id: string): string => graph.nodes.get(id)?.name ?? '';
  return graph.edges.map(({ source, target }) => `${nameOf(source)} -> ${nameOf(target)}`);
}

const upper = RunnableLambda.from(function upper(text: string) {
  return text.toUpperCase();
});
const size = RunnableLambda.from(function size(text: string) {
  return text.length;
});

describe('getGraph', () => {
  it('A22.1 puts a runnable between the schemas of what it takes and gives', () => {
    const graph = upper.getGraph();
    expect(edgesOf(upper)).to.deep.equal(['upper_input -> upper', 'upper -> upper_output']);
    expect(graph.firstNode()?.data).to.have.property('title', 'upper_input');
    expect(graph.toJSON({ withSchemas: true }).nodes.map(({ data }) => data)).to.deep.equal([
      { title: 'upper_input' },
      { id: upper.lcId(), name: 'upper' },
      { title: 'upper_output' },
    ]);
    graph.trimFirstNode();
    graph.trimLastNode();
    expect([...graph.nodes.values()].map(({ data }) => data)).to.deep.equal([upper]);
  });

  it('A22.1 draws what has wrong types as if it had none', () => {
    const wrong = RunnableLambda.from((text: string) => text, { name: 'wrong', inputSchema: 5 as never });
    expect(() => wrong.inputSchema).to.throw('[A102] wrong, input');
    expect(edgesOf(wrong)).to.deep.equal(['wrong_input -> wrong', 'wrong -> wrong_output']);
  });

  it('A22.2 joins the steps of a sequence, each joining edge behind those of the step', () => {
    const chain = RunnableSequence.from([upper, { a: size, b: upper }, (all: object) => all]);
    expect(edgesOf(chain)).to.deep.equal([
      'upper_input -> upper',
      'Parallel<a,b>Input -> size',
      'size -> Parallel<a,b>Output',
      'Parallel<a,b>Input -> upper',
      'upper -> Parallel<a,b>Output',
      'upper -> Parallel<a,b>Input',
      'Lambda -> LambdaOutput',
      'Parallel<a,b>Output -> Lambda',
    ]);
  });

  it('A22.3 puts the branches of a parallel between its input and its output', () => {
    expect(edgesOf(RunnableParallel.from({ a: size, b: upper.pipe(size) }))).to.deep.equal([
      'upper -> size',
      'Parallel<a,b>Input -> size',
      'size -> Parallel<a,b>Output',
      'Parallel<a,b>Input -> upper',
      'size -> Parallel<a,b>Output',
    ]);
  });

  it('A22.3 puts what a function calls between its input and its output', () => {
    const caller = RunnableLambda.from((text: string) => upper.invoke(text), {
      name: 'caller',
      deps: [upper, size],
    });
    expect(edgesOf(caller)).to.deep.equal([
      'caller_input -> upper',
      'upper -> caller_output',
      'caller_input -> size',
      'size -> caller_output',
    ]);
  });

  // So many that a time that grows with their square would not end.
  it('reads a chain of 10,000 steps in linear time', () => {
    const many = new RunnableSequence(new Array<never>(10_000).fill(upper as never));
    expect(many.getGraph().nodes.size).to.equal(10_002);
  });
});
