import { expect } from 'chai';
import {
  RouterRunnable,
  RunnableAssign,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  type AnyRunnable,
  type GraphOptions,
  type RunnableConfig,
} from 'runwright';

const step = (name: string): RunnableLambda<unknown, unknown> =>
  RunnableLambda.from((value: unknown) => value, { name });
const [one, two, three] = ['one', 'two', 'three'].map(step) as [
  RunnableLambda<unknown, unknown>,
  RunnableLambda<unknown, unknown>,
  RunnableLambda<unknown, unknown>,
];

/** The edges by the names of their ends, `->` or, where data may take another way, `?>`, with their labels. */
function edgesOf(runnable: AnyRunnable, options?: GraphOptions, config?: RunnableConfig): string[] {
  const graph = runnable.getGraph(config, options);
  const nameOf = (id: string): string => graph.nodes.get(id)?.name ?? '';
  return graph.edges.map(({ source, target, data, conditional }) => {
    const label = data === undefined ? '' : ` (${data})`;
    return `${nameOf(source)} ${conditional === true ? '?>' : '->'} ${nameOf(target)}${label}`;
  });
}

const alone = (name: string): string[] => [`${name}Input -> ${name}`, `${name} -> ${name}Output`];
const REFERENCE = { detail: 'reference' } as const;

describe('graphs of each kind', () => {
  const branch = RunnableBranch.from([
    [RunnableLambda.from((value: unknown) => value === 1, { name: 'isOne' }), one],
    [(value: unknown) => value === 2, two],
    three,
  ]);

  it('show the ways of a branch, each by its condition', () => {
    expect(edgesOf(branch)).to.deep.equal([
      'BranchInput -> Branch',
      'Branch ?> one (isOne)',
      'one -> BranchOutput',
      'Branch ?> two ((value) => value === 2)',
      'two -> BranchOutput',
      'Branch ?> three (default)',
      'three -> BranchOutput',
    ]);
  });

  it('A6.6 A22.3 show a branch as one node in the form of the reference', () => {
    expect(edgesOf(branch, REFERENCE)).to.deep.equal(alone('Branch'));
  });

  it('show the ways of a router, which has no run of its own, by their keys', () => {
    const router = new RouterRunnable({ runnables: { a: one, b: two } });
    expect(edgesOf(router)).to.deep.equal([
      'RouterRunnableInput ?> one (a)',
      'one -> RouterRunnableOutput',
      'RouterRunnableInput ?> two (b)',
      'two -> RouterRunnableOutput',
    ]);
    expect(edgesOf(router, REFERENCE)).to.deep.equal(alone('RouterRunnable'));
  });

  it('show each fallback behind the one that fails before it', () => {
    const guarded = one.withFallbacks([two.pipe(three), three]);
    expect(edgesOf(guarded)).to.deep.equal([
      'one_input -> one',
      'one -> one_output',
      'two -> three',
      'one ?> two (fallback 1)',
      'three -> one_output',
      'three ?> three (fallback 2)',
      'three -> one_output',
    ]);
    expect(edgesOf(guarded, REFERENCE)).to.deep.equal([
      'one_input -> WithFallbacks',
      'WithFallbacks -> one_output',
    ]);
  });

  it('show what is tried again as a way back', () => {
    expect(edgesOf(one.pipe(two).withRetry({ stopAfterAttempt: 2 }))).to.deep.equal([
      'one_input -> one',
      'two -> two_output',
      'one -> two',
      'two ?> one (retry, at most 2 attempts)',
    ]);
    expect(edgesOf(one.withRetry(), REFERENCE)).to.deep.equal(['one_input -> one', 'one -> one_output']);
  });

  it('A22.3 show the steps of an assign between its ends, and what it passes on beside them', () => {
    const assign = RunnableAssign.from({ a: one, b: two });
    const edges = [
      'Parallel<a,b>Input -> one',
      'one -> Parallel<a,b>Output',
      'Parallel<a,b>Input -> two',
      'two -> Parallel<a,b>Output',
      'Parallel<a,b>Input -> Passthrough',
      'Passthrough -> Parallel<a,b>Output',
    ];
    expect(edgesOf(assign)).to.deep.equal(edges);
    expect(edgesOf(assign, REFERENCE)).to.deep.equal(edges);
  });

  it('A22.3 show a passthrough as a node', () => {
    expect(edgesOf(RunnableParallel.from({ a: new RunnablePassthrough() }))).to.deep.equal([
      'Parallel<a>Input -> Passthrough',
      'Passthrough -> Parallel<a>Output',
    ]);
  });

  it('A22.3 show of a map, of what is bound and of what observes what stands inside', () => {
    const inside = edgesOf(one);
    const outside = [
      one.map(),
      one.bind({ k: 1 }),
      one.withConfig({ tags: ['t'] }),
      one.withListeners({ onStart: () => undefined }),
      one.withTimeout({ total: 1000 }),
      one.asTool({ argTypes: { a: String } }),
    ];
    for (const runnable of outside) expect(edgesOf(runnable as AnyRunnable)).to.deep.equal(inside);
  });

  it('show all alternatives, or the one that a config chooses', () => {
    const chosen = one.configurableAlternatives({ id: 'which' }, { other: two }, { defaultKey: 'this' });
    expect(edgesOf(chosen)).to.deep.equal([
      'one_input ?> one (this)',
      'one -> one_output',
      'one_input ?> two (other)',
      'two -> one_output',
    ]);
    expect(edgesOf(chosen, undefined, { configurable: { which: 'other' } })).to.deep.equal([
      'two_input -> two',
      'two -> two_output',
    ]);
    expect(edgesOf(chosen, REFERENCE)).to.deep.equal(['one_input -> one', 'one -> one_output']);
  });

  it('show where ways within ways end once', () => {
    const nested = RunnableBranch.from([[() => true, one.withFallbacks([two])], branch]);
    const names = [...nested.getGraph().nodes.values()].map(({ name }) => name);
    expect(names.filter((name) => name.endsWith('Output'))).to.deep.equal(['BranchOutput']);
    expect(edgesOf(nested)).to.include.members(['two -> BranchOutput', 'three -> BranchOutput']);
  });

  it('keep the end of a way that is tried again as a whole', () => {
    const again = RunnableBranch.from([[() => true, branch.withRetry()], two]);
    expect(edgesOf(again)).to.include('BranchOutput ?> Branch (retry, at most 3 attempts)');
  });

  it('A22.5 show the metadata of a config', () => {
    const graph = RunnableSequence.from([one, two.withConfig({ metadata: { team: 'search' } })]).getGraph();
    const facts = [...graph.nodes.values()].map(({ name, metadata }) => [name, metadata]);
    expect(facts).to.deep.include(['two', { team: 'search' }]);
    expect(graph.drawMermaid()).to.contain('two(two<hr/><small><em>team = search</em></small>)');
  });

  it('draw every kind in every form', async () => {
    const everything = RunnableSequence.from([
      RunnableParallel.from({ a: branch, b: one.withFallbacks([two]).withRetry() }),
      RunnableAssign.from({ c: three.withTimeout({ total: 1000 }) }),
      one.configurableAlternatives({ id: 'which' }, { other: new RouterRunnable({ runnables: { x: two } }) }),
    ]);
    const graph = everything.getGraph();
    const drawings = [graph.drawMermaid(), graph.drawAscii(), await graph.drawSvg()];
    for (const drawing of drawings)
      for (const name of ['one', 'two', 'three']) expect(drawing).to.contain(name);
    expect(graph.toJSON().nodes).to.have.length(graph.nodes.size);
  });
});
