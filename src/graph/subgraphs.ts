import type { GraphEdge, GraphNode } from './graph-parts.js';

/** The content of a frame: the nodes whose ids share a prefix, and the edges between them. */
export interface Subgraph {
  /** The last part of the prefix; empty for the graph itself. */
  readonly name: string;
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly inner: Subgraph[];
}

/**
 * Puts a node `a:b:c` into the frame `b` within the frame `a`, and each edge into the innermost frame that contains
 * both of its ends. Frames are in the order of their first edges, followed by those without edges.
 */
export function subgraphsOf(graph: {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
}): Subgraph {
  const root: Subgraph = { name: '', nodes: [], edges: [], inner: [] };
  const frameAt = (path: readonly string[]): Subgraph => path.reduce(frameIn, root);
  for (const edge of graph.edges) frameAt(commonPath(edge.source, edge.target)).edges.push(edge);
  for (const node of graph.nodes.values()) frameAt(pathOf(node.id)).nodes.push(node);
  return root;
}

function frameIn(outer: Subgraph, name: string): Subgraph {
  const known = outer.inner.find((frame) => frame.name === name);
  if (known !== undefined) return known;
  const frame: Subgraph = { name, nodes: [], edges: [], inner: [] };
  outer.inner.push(frame);
  return frame;
}

function pathOf(id: string): string[] {
  return id.split(':').slice(0, -1);
}

function commonPath(source: string, target: string): string[] {
  const [left, right] = [pathOf(source), pathOf(target)];
  const end = left.findIndex((part, index) => part !== right[index]);
  return end === -1 ? left : left.slice(0, end);
}
