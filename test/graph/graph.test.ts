import { expect } from 'chai';
import { Graph, GraphError, RunnableLambda, RunnableSequence, type GraphNode } from 'runwright';
import { thrownBy } from '../support/thrown.js';

const step = RunnableLambda.from((text: string) => text, { name: 'step' });

/** A graph of nodes by their ids, and of edges between them, conditional ones as a third element. */
function graphOf(ids: readonly string[], edges: readonly (readonly [string, string, boolean?])[]): Graph {
  const graph = new Graph();
  const nodes = new Map(ids.map((id) => [id, graph.addNode(step, id)]));
  for (const [from, to, conditional] of edges) {
    graph.addEdge(nodes.get(from) as GraphNode, nodes.get(to) as GraphNode, undefined, conditional);
  }
  return graph;
}

describe('Graph', () => {
  it('A22.4 gives plain data: made ids become numbers, given ids stay', () => {
    const graph = new Graph();
    const input = graph.addNode({ title: 'StepInput', toJsonSchema: () => ({ type: 'string' }) });
    const middle = graph.addNode(step, undefined, { key: 2 });
    const end = graph.addNode(undefined, '__end__');
    graph.addEdge(input, middle);
    graph.addEdge(middle, end, 'done', true);
    expect(graph.toJSON()).to.deep.equal({
      nodes: [
        { id: 0, type: 'schema', data: 'StepInput' },
        {
          id: 1,
          type: 'runnable',
          data: { id: step.lcId(), name: 'step' },
          metadata: { key: 2 },
        },
        { id: '__end__', type: 'unknown', data: '__end__' },
      ],
      edges: [
        { source: 0, target: 1 },
        { source: 1, target: '__end__', data: 'done', conditional: true },
      ],
    });
    expect(graph.toJSON({ withSchemas: true }).nodes[0]?.data).to.deep.equal({ type: 'string' });
    expect(JSON.parse(JSON.stringify(graph))).to.deep.equal(graph.toJSON());
  });

  it('A22.5 names a node after its data, without a leading Runnable', () => {
    const graph = new Graph();
    expect(graph.addNode(RunnableSequence.from([step, step])).name).to.equal('Sequence');
    expect(graph.addNode(step).name).to.equal('step');
    expect(graph.addNode(step, 'own').name).to.equal('own');
  });

  it('A22.6 trims an end only if another end is left and one edge goes', () => {
    const cycle = graphOf(
      ['start', 'ask', 'answer', 'end'],
      [
        ['start', 'ask'],
        ['ask', 'answer'],
        ['answer', 'ask', true],
        ['answer', 'end', true],
      ],
    );
    cycle.trimFirstNode();
    cycle.trimLastNode();
    expect(cycle.firstNode()?.id).to.equal('start');
    expect(cycle.lastNode()?.id).to.equal('end');

    const fork = graphOf(
      ['start', 'a', 'end'],
      [
        ['start', 'a'],
        ['a', 'end'],
        ['start', 'end'],
      ],
    );
    fork.trimFirstNode();
    fork.trimLastNode();
    expect([...fork.nodes.keys()]).to.deep.equal(['start', 'a', 'end']);

    const line = graphOf(
      ['start', 'a', 'end'],
      [
        ['start', 'a'],
        ['a', 'end'],
      ],
    );
    line.trimFirstNode();
    line.trimLastNode();
    expect([...line.nodes.keys()]).to.deep.equal(['a']);
    expect(line.edges).to.deep.equal([]);
  });

  it('A22.6 has no first or last node where several could be', () => {
    const two = graphOf(['a', 'b'], []);
    expect(two.firstNode()).to.equal(undefined);
    expect(two.lastNode()).to.equal(undefined);
  });

  it('A22.7 refuses a second node of one id, and edges of nodes it has not', () => {
    const graph = graphOf(['a'], []);
    const a = graph.nodes.get('a') as GraphNode;
    const strange: GraphNode = { id: 'x', name: 'x', data: undefined };
    const duplicate = thrownBy(() => graph.addNode(step, 'a'));
    expect(duplicate)
      .to.be.instanceOf(GraphError)
      .with.property('message', '[R311] Node with id a already exists.');
    expect(thrownBy(() => graph.addEdge(strange, a)))
      .to.be.instanceOf(GraphError)
      .with.property('message', '[R311] Source node x not in graph.');
    expect(thrownBy(() => graph.addEdge(a, strange)))
      .to.be.instanceOf(GraphError)
      .with.property('message', '[R311] Target node x not in graph.');
  });

  it('A22.7 prefixes ids of another graph, unless none was given', () => {
    const graph = new Graph();
    const [first, last] = graph.extend(graphOf(['a', 'b'], [['a', 'b']]), 'inner');
    expect([first?.id, last?.id]).to.deep.equal(['inner:a', 'inner:b']);
    expect(graph.edges).to.deep.equal([{ source: 'inner:a', target: 'inner:b' }]);

    const unnamed = new Graph();
    const node = unnamed.addNode(step);
    graph.extend(unnamed, 'other');
    expect([...graph.nodes.keys()]).to.deep.equal(['inner:a', 'inner:b', node.id]);
  });

  it('A22.7 makes ids of names, numbered where several share one', () => {
    const graph = new Graph();
    const nodes = [graph.addNode(step), graph.addNode(step), graph.addNode(step, 'own')];
    graph.addEdge(nodes[0] as GraphNode, nodes[1] as GraphNode);
    const named = graph.reid();
    expect([...named.nodes.keys()]).to.deep.equal(['step_1', 'step_2', 'own']);
    expect(named.edges).to.deep.equal([{ source: 'step_1', target: 'step_2' }]);
  });

  it('makes a different id for each node, whatever the names look like', () => {
    const graph = new Graph();
    const step = (name: string): GraphNode =>
      graph.addNode(RunnableLambda.from((text: string) => text, { name }));
    const nodes = ['x', 'x', 'x_1', 'a:b', 'a_b', 'own'].map(step);
    nodes.push(graph.addNode(undefined, 'own'));
    for (const node of nodes.slice(1)) graph.addEdge(nodes[0] as GraphNode, node);
    const named = graph.reid();
    expect(named.nodes.size).to.equal(nodes.length);
    expect(new Set(named.edges.map(({ target }) => target)).size).to.equal(nodes.length - 1);
    expect([...named.nodes.keys()]).to.include.members(['x_1', 'x_2', 'own']);
  });

  it('makes no subgraph of a name with a colon', () => {
    const graph = new Graph();
    graph.addNode(RunnableLambda.from((text: string) => text, { name: 'db:read' }));
    expect(graph.drawMermaid()).to.contain('\tdb_read([db:read]):::last\n').and.not.to.contain('subgraph');
  });

  it('takes nodes away with their edges', () => {
    const graph = graphOf(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    );
    graph.removeNode(graph.nodes.get('b') as GraphNode);
    expect([...graph.nodes.keys()]).to.deep.equal(['a', 'c']);
    expect(graph.edges).to.deep.equal([]);
  });
});
