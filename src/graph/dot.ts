import {
  factsOf,
  isGraphRunnable,
  labelOf,
  type GraphEdge,
  type GraphNode,
  type GraphView,
} from './graph-parts.js';
import { subgraphsOf, type Subgraph } from './subgraphs.js';

/** Font and background colour of an image. */
export interface Style {
  readonly font: string;
  readonly background: string;
}

const INK = '#3b3a55';

/** Writes a graph in the DOT language of Graphviz. */
export function toDot(graph: GraphView, { font, background }: Style): string {
  const ends = { first: graph.firstNode(), last: graph.lastNode() };
  return [
    'digraph {',
    `graph [rankdir=TB, bgcolor=${quoted(background)}, pad=0.25, nodesep=0.35, ranksep=0.45, fontname=${quoted(font)}, fontsize=11, fontcolor="${INK}"]`,
    `node [shape=box, style="rounded,filled", fillcolor="#f2f0ff", color="#9370db", penwidth=1.2, fontname=${quoted(font)}, fontsize=12, fontcolor="${INK}", margin="0.18,0.09", height=0.4]`,
    `edge [color="#6c6a86", arrowsize=0.7, fontname=${quoted(font)}, fontsize=10, fontcolor="${INK}"]`,
    ...frame(subgraphsOf(graph), ends, new Counter()),
    '}',
  ].join('\n');
}

interface Ends {
  readonly first: GraphNode | undefined;
  readonly last: GraphNode | undefined;
}

/** Numbers frames: two may share a name. */
class Counter {
  #count = 0;

  next(): string {
    this.#count += 1;
    return String(this.#count);
  }
}

function frame({ nodes, edges, inner }: Subgraph, ends: Ends, counter: Counter): string[] {
  return [
    ...nodes.map((node) => drawNode(node, ends)),
    ...inner.flatMap((subgraph) => [
      `subgraph cluster_${counter.next()} {`,
      `label=${quoted(subgraph.name)}; style="rounded"; color="#c9c6e0"; margin=14`,
      ...frame(subgraph, ends, counter),
      '}',
    ]),
    ...edges.map(drawEdge),
  ];
}

function drawNode(node: GraphNode, { first, last }: Ends): string {
  const attributes = [`label=${quoted([labelOf(node), ...factsOf(node)].join('\n'))}`];
  // A node without data is a service.
  if (node.data === undefined) attributes.push('style="filled"', 'fillcolor="#eef6f1"', 'color="#7aa893"');
  else if (!isGraphRunnable(node.data)) attributes.push('style="filled"', 'shape=oval', 'fillcolor="white"');
  if (node === last) attributes.push('fillcolor="#bfb6fc"');
  else if (node === first) attributes.push('fillcolor="white"');
  return `${quoted(node.id)} [${attributes.join(', ')}]`;
}

function drawEdge({ source, target, data, conditional, injected }: GraphEdge): string {
  const attributes: string[] = [];
  if (data !== undefined) attributes.push(`label=${quoted(` ${data} `)}`);
  if (conditional === true) attributes.push('style=dashed');
  if (injected === true) attributes.push('style=dotted', 'arrowhead=odot', 'color="#7aa893"', 'penwidth=1.5');
  return `${quoted(source)} -> ${quoted(target)} [${attributes.join(', ')}]`;
}

/** Quotes a text for Graphviz, so that nothing in it ends the quotes or starts an escape sequence. */
function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${safe.replace(/\p{Cc}/gu, ' ')}"`;
}
