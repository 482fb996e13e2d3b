import { expect } from 'chai';
import { Graph, GraphError, RunnableLambda, type GraphNode } from 'runwright';
import { thrownBy } from '../support/thrown.js';

const step = RunnableLambda.from((text: string) => text, { name: 'step' });

interface Drawing {
  readonly graph: Graph;
  node(id: string, metadata?: Record<string, unknown>): GraphNode;
  line(...nodes: GraphNode[]): void;
}

function drawing(): Drawing {
  const graph = new Graph();
  return {
    graph,
    node: (id, metadata) => graph.addNode(step, id, metadata),
    line: (...nodes) => {
      nodes.slice(1).forEach((node, index) => graph.addEdge(nodes[index] as GraphNode, node));
    },
  };
}

const HEAD = '---\nconfig:\n  flowchart:\n    curve: linear\n---\ngraph TD;\n';
const CLASSES =
  '\tclassDef default fill:#f2f0ff,line-height:1.2\n' +
  '\tclassDef first fill-opacity:0\n' +
  '\tclassDef last fill:#bfb6fc\n';

describe('drawMermaid', () => {
  it('A22.8 draws nodes, edges, conditions and labels', () => {
    const { graph, node, line } = drawing();
    const [start, middle, end] = [node('start'), node('middle'), node('finish')];
    line(start, middle, end);
    graph.addEdge(middle, end, undefined, true);
    graph.addEdge(middle, end, 'yes');
    graph.addEdge(middle, end, 'no', true);
    expect(graph.drawMermaid()).to.equal(
      HEAD +
        '\tstart([start]):::first\n' +
        '\tmiddle(middle)\n' +
        '\tfinish([finish]):::last\n' +
        '\tstart --> middle;\n' +
        '\tmiddle --> finish;\n' +
        '\tmiddle -.-> finish;\n' +
        '\tmiddle -- &nbsp;yes&nbsp; --> finish;\n' +
        '\tmiddle -. &nbsp;no&nbsp; .-> finish;\n' +
        CLASSES,
    );
  });

  it('A22.8 breaks labels of edges every nine words, or as often as is wanted', () => {
    const { graph, node } = drawing();
    const [a, b] = [node('a'), node('b')];
    graph.addEdge(a, b, 'one two three four five six seven eight nine ten eleven');
    expect(graph.drawMermaid()).to.contain(
      '\ta -- &nbsp;one two three four five six seven eight nine&nbsp<br>&nbspten eleven&nbsp; --> b;\n',
    );
    expect(graph.drawMermaid({ wrapLabelNWords: 6 })).to.contain(
      '&nbsp;one two three four five six&nbsp<br>&nbspseven eight nine ten eleven&nbsp;',
    );
  });

  it('A22.8 refuses to break labels after no word at all', () => {
    const { graph, node } = drawing();
    graph.addEdge(node('a'), node('b'), 'one two');
    for (const wrapLabelNWords of [0, -1, 1.5, NaN]) {
      expect(() => graph.drawMermaid({ wrapLabelNWords })).to.throw(
        '[A102] drawMermaid: wrapLabelNWords must be an integer from 1, got ',
      );
    }
  });

  it('A22.8 draws only the edges without styles', () => {
    const { graph, node, line } = drawing();
    line(node('a'), node('b'));
    expect(graph.drawMermaid({ withStyles: false })).to.equal('graph TD;\n\ta --> b;\n');
  });

  it('A22.8 takes a curve and colours', () => {
    const { graph, node } = drawing();
    node('a');
    const text = graph.drawMermaid({ curveStyle: 'stepAfter', nodeColors: { last: 'fill:#000' } });
    expect(text).to.contain('    curve: stepAfter\n').and.to.contain('\tclassDef last fill:#000\n');
  });

  it('A22.9 writes any other character of an id as its number', () => {
    const { graph, node } = drawing();
    ['foo', 'foo-bar', 'foo_1', '#foo*&!', 'é', '😀', 'end'].forEach((id) => node(id));
    const ids = graph.drawMermaid().matchAll(/^\t(\S+?)\(/gm);
    expect(Array.from(ids, ([, id]) => id)).to.deep.equal([
      'foo',
      'foo-bar',
      'foo_1',
      '\\23foo\\2a\\26\\21',
      '\\e9',
      '\\1f600',
      '\\65nd',
    ]);
  });

  it('A22.9 keeps Markdown from marked labels, and shows metadata', () => {
    const { graph, node, line } = drawing();
    line(node('__start__'), node('a', { key: 2, when: 'now', list: [1] }), node('*b*'));
    const text = graph.drawMermaid();
    expect(text).to.contain('\t__start__([<p>__start__</p>]):::first\n');
    expect(text).to.contain('\t\\2ab\\2a([<p>*b*</p>]):::last\n');
    expect(text).to.contain('\ta("a<hr/><small><em>key = 2\nwhen = now\nlist = [1]</em></small>")\n');
  });

  it('shows metadata of any kind, also what JSON cannot hold', async () => {
    const cyclic: { self?: object } = {};
    cyclic.self = cyclic;
    const { graph, node } = drawing();
    node('a', { big: 1n, cyclic, call: () => 1 });
    for (const text of [graph.drawMermaid(), await graph.drawSvg()])
      expect(text).to.contain('big = 1').and.to.contain('cyclic = ').and.to.contain('call = ');
  });

  it('quotes labels that would end the shape they stand in', () => {
    const graph = new Graph();
    const a = graph.addNode(RunnableLambda.from((text: string) => text, { name: 'f("x")' }));
    const b = graph.addNode(RunnableLambda.from((text: string) => text, { name: 'b' }));
    graph.addEdge(a, b, 'x | y; z');
    expect(graph.drawMermaid()).to.contain('(["f(#quot;x#quot;)"])').and.to.contain('"&nbsp;x | y; z&nbsp;"');
  });

  it('A22.10 makes nested subgraphs of ids with colons', () => {
    const { graph, node, line } = drawing();
    const [start, parent, grandchild] = [
      node('__start__'),
      node('parent_1'),
      node('child:child_1:grandchild_1'),
    ];
    const [other, child, parent2, end] = [
      node('child:child_1:grandchild_2', { __interrupt: 'before' }),
      node('child:child_2'),
      node('parent_2'),
      node('__end__'),
    ];
    line(grandchild, other, child);
    line(start, parent, grandchild);
    line(child, parent2, end);
    expect(graph.drawMermaid()).to.equal(
      HEAD +
        '\t__start__([<p>__start__</p>]):::first\n' +
        '\tparent_1(parent_1)\n' +
        '\tparent_2(parent_2)\n' +
        '\t__end__([<p>__end__</p>]):::last\n' +
        '\t__start__ --> parent_1;\n' +
        '\tparent_1 --> child\\3achild_1\\3agrandchild_1;\n' +
        '\tchild\\3achild_2 --> parent_2;\n' +
        '\tparent_2 --> __end__;\n' +
        '\tsubgraph child\n' +
        '\tchild\\3achild_2(child_2)\n' +
        '\tchild\\3achild_1\\3agrandchild_2 --> child\\3achild_2;\n' +
        '\tsubgraph child_1\n' +
        '\tchild\\3achild_1\\3agrandchild_1(grandchild_1)\n' +
        '\tchild\\3achild_1\\3agrandchild_2(grandchild_2<hr/><small><em>__interrupt = before</em></small>)\n' +
        '\tchild\\3achild_1\\3agrandchild_1 --> child\\3achild_1\\3agrandchild_2;\n' +
        '\tend\n' +
        '\tend\n' +
        CLASSES,
    );
  });

  it('A22.10 draws a subgraph of one node, and one whose nodes lie deeper still', () => {
    const { graph, node, line } = drawing();
    line(node('__start__'), node('sub:meow'), node('a:b:c'), node('__end__'));
    const text = graph.drawMermaid();
    expect(text).to.contain('\tsubgraph sub\n\tsub\\3ameow(meow)\n\tend\n');
    expect(text).to.contain('\tsubgraph a\n\tsubgraph b\n\ta\\3ab\\3ac(c)\n\tend\n\tend\n');
  });

  it('A22.10 refuses two subgraphs of one name', () => {
    const { graph, node } = drawing();
    node('a:x:1');
    node('b:x:1');
    expect(thrownBy(() => graph.drawMermaid()))
      .to.be.instanceOf(GraphError)
      .with.property('message')
      .that.matches(/^\[R311\] Found duplicate subgraph 'x'/);
  });

  it('A22.10 merges its own configuration into the head, keys sorted', () => {
    const { graph, node } = drawing();
    node('a');
    const text = graph.drawMermaid({
      frontmatterConfig: {
        title: 'It\'s a "test": 1',
        config: {
          theme: 'neutral',
          look: 'handDrawn',
          themeVariables: {
            primaryColor: '#e2e2e2',
            size: 12,
            dark: false,
            font: null,
            word: 'yes',
            lines: 'a\nb',
          },
          flowchart: { nodeSpacing: 10 },
          empty: {},
          list: ['x', 1, { y: true }],
          none: [],
        },
      },
    });
    expect(text.slice(0, text.indexOf('graph TD'))).to.equal(
      [
        '---',
        'config:',
        '  empty: {}',
        '  flowchart:',
        '    curve: linear',
        '    nodeSpacing: 10',
        '  list:',
        '  - x',
        '  - 1',
        '  - {"y":true}',
        '  look: handDrawn',
        '  none: []',
        '  theme: neutral',
        '  themeVariables:',
        '    dark: false',
        '    font: null',
        '    lines: "a\\nb"',
        "    primaryColor: '#e2e2e2'",
        '    size: 12',
        "    word: 'yes'",
        "title: 'It''s a \"test\": 1'",
        '---',
        '',
      ].join('\n'),
    );
  });
});
