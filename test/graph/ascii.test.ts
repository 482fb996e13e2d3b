import { expect } from 'chai';
import { Graph, RunnableLambda } from 'runwright';

const named = (name: string): RunnableLambda<unknown, unknown> =>
  RunnableLambda.from((value: unknown) => value, { name });

describe('drawAscii', () => {
  it('A22.11 draws boxes, edges and conditions', () => {
    const graph = new Graph();
    const [ask, good, bad, end] = ['ask', 'good', 'bad', 'end'].map((name) => graph.addNode(named(name)));
    if (ask === undefined || good === undefined || bad === undefined || end === undefined) throw new Error();
    graph.addEdge(ask, good, undefined, true);
    graph.addEdge(ask, bad, undefined, true);
    graph.addEdge(good, end);
    graph.addEdge(bad, end);
    const lines = graph.drawAscii().split('\n');
    expect(lines[1]).to.match(/^ +\| ask \|$/);
    expect(
      lines.some((line) => /^\+-+\+ +\+-+\+$/.test(line)),
      'two boxes side by side',
    ).to.equal(true);
    expect(lines.slice(3, 6).join('')).to.match(/^[. ]+$/);
    expect(lines.slice(9, 12).join('')).to.match(/^[* ]+$/);
    expect(lines.at(-2)).to.match(/^ +\| end \|$/);
    expect(Math.min(...lines.map((line) => line.search(/\S/)))).to.equal(0);
  });

  it('A22.11 draws a chain straight down', () => {
    const graph = new Graph();
    const [one, two] = [graph.addNode(named('one')), graph.addNode(named('second'))];
    graph.addEdge(one, two);
    expect(graph.drawAscii()).to.equal(
      [
        '  +-----+',
        '  | one |',
        '  +-----+',
        '     *',
        '     *',
        '     *',
        '+--------+',
        '| second |',
        '+--------+',
      ].join('\n'),
    );
  });

  it('writes labels beside their edges, and those of loops beside their boxes', () => {
    const graph = new Graph();
    const [one, two] = [graph.addNode(named('one')), graph.addNode(named('two'))];
    graph.addEdge(one, two, 'on error', true);
    graph.addEdge(one, one, 'retry', true);
    const drawing = graph.drawAscii();
    expect(drawing).to.contain('+-----+..\n').and.to.contain('| one |  . retry\n');
    expect(drawing).to.match(/^ *on error$/m);
  });

  it('draws names and labels of several lines in one', () => {
    const graph = new Graph();
    const [one, two] = [graph.addNode(named('the\nfirst')), graph.addNode(named('second\tone'))];
    graph.addEdge(one, two, 'on\r\nerror');
    const drawing = graph.drawAscii();
    expect(drawing).to.contain('| the first |').and.to.contain('| second one |').and.to.contain('on error');
  });

  it('draws parts that hang together with nothing, and nothing', () => {
    const graph = new Graph();
    expect(graph.drawAscii()).to.equal('');
    graph.addNode(named('one'));
    graph.addNode(named('two'));
    expect(graph.drawAscii()).to.contain('| one |').and.to.contain('| two |');
  });
});
