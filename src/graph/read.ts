import type { RunnableConfig } from '../plan/config.js';
import type { Node } from '../plan/node.js';
import type { Part, Structure } from '../plan/structure.js';
import { inputSchemaOf, outputSchemaOf } from '../schema/schema-of.js';
import { configOf } from '../schema/described.js';
import { Schema } from '../schema/schema.js';
import { Graph } from './graph.js';
import { isGraphRunnable, type GraphNode } from './graph-parts.js';

/** Options of `getGraph`. */
export interface GraphOptions {
  /**
   * `full` shows the paths within branches, routers, alternatives and fallbacks, and retries as loops; `reference`
   * shows each of these as one node, as LangChain does.
   *
   * @defaultValue `'full'`
   */
  readonly detail?: 'full' | 'reference';
}

/** Builds the graph of a node from its structure. */
export function graphOf(node: Node, config?: RunnableConfig, { detail = 'full' }: GraphOptions = {}): Graph {
  const { graph, loops } = new Reader(detail).read(node, config);
  for (const { from, to, label } of loops) graph.addEdge(from, to, label, true);
  return graph;
}

/** A graph, and the edges of its loops, which are added last, so that it has a first and a last node until then. */
interface Fragment {
  readonly graph: Graph;
  readonly loops: readonly Loop[];
}

interface Loop {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly label: string;
}

/** A part within a graph: its first and last node, and its loops. */
interface Path {
  readonly first: GraphNode;
  readonly last: GraphNode;
  readonly loops: readonly Loop[];
}

class Reader {
  constructor(readonly detail: 'full' | 'reference') {}

  read(node: Node, config: RunnableConfig | undefined): Fragment {
    const structure = node.structure(config);
    switch (structure.shape) {
      case 'chain':
        return this.#chain(structure, config);
      case 'fork':
        return this.#fork(node, structure, config);
      case 'wrap':
        return this.#wrap(structure, config);
      case 'choice':
        if (node.transparent && structure.parts.length === 1) return this.#wrap(structure, config);
        return this.detail === 'full' ? this.#choice(node, structure, config) : leaf(node, config);
      case 'cascade':
        return this.detail === 'full' ? this.#cascade(node, structure, config) : leaf(node, config);
      default:
        return leaf(node, config);
    }
  }

  /** The parts one after another, without the inputs and outputs between them. */
  #chain({ parts }: Structure<Node>, config: RunnableConfig | undefined): Fragment {
    const graph = new Graph();
    const loops: Loop[] = [];
    let end: GraphNode | undefined;
    parts.forEach((part, index) => {
      const step = this.#part(part, config);
      if (index > 0) step.graph.trimFirstNode();
      if (index < parts.length - 1) step.graph.trimLastNode();
      const [first, last] = graph.extend(step.graph);
      if (end !== undefined && first !== undefined) graph.addEdge(end, first);
      end = last;
      loops.push(...step.loops);
    });
    return { graph, loops };
  }

  /** Every part between one input and one output. */
  #fork(node: Node, { parts }: Structure<Node>, config: RunnableConfig | undefined): Fragment {
    const { graph, input, output } = frame(node, config);
    const inner = parts.map((part) => this.#between(graph, part, config));
    for (const { first, last } of inner) {
      graph.addEdge(input, first);
      graph.addEdge(last, output);
    }
    if (inner.length === 0) graph.addEdge(input, output);
    return { graph, loops: inner.flatMap(({ loops }) => loops) };
  }

  /** The node that decides, or its input if it has no run of its own, and the paths from there. */
  #choice(node: Node, { parts }: Structure<Node>, config: RunnableConfig | undefined): Fragment {
    const { graph, input, output } = frame(node, config);
    const decision = node.transparent ? input : graph.addNode(node, undefined, config?.metadata);
    if (decision !== input) graph.addEdge(input, decision);
    const paths = parts.filter(({ role }) => role !== 'condition');
    const loops = paths.flatMap((part) => {
      const path = this.#between(graph, part, config);
      graph.addEdge(decision, path.first, part.label, true);
      leadTo(graph, path, output);
      return path.loops;
    });
    return { graph, loops };
  }

  /** The first part, and from each part an edge to the next one, which runs when it fails. */
  #cascade(node: Node, { parts }: Structure<Node>, config: RunnableConfig | undefined): Fragment {
    const { graph, input, output } = frame(node, config);
    let previous: GraphNode | undefined;
    const loops = parts.flatMap((part) => {
      const attempt = this.#between(graph, part, config);
      if (previous === undefined) graph.addEdge(input, attempt.first);
      else graph.addEdge(previous, attempt.first, part.label ?? 'on error', true);
      graph.addEdge(attempt.last, output);
      previous = attempt.last;
      return attempt.loops;
    });
    return { graph, loops };
  }

  /** The part within, what it uses beside that part, and the loop of a retry. */
  #wrap({ parts, again }: Structure<Node>, config: RunnableConfig | undefined): Fragment {
    const [inner, ...others] = parts;
    if (inner === undefined) return { graph: new Graph(), loops: [] };
    const { graph, loops } = this.#part(inner, config);
    const [first, last] = [graph.firstNode(), graph.lastNode()];
    for (const { node, role } of others) {
      if (role !== 'beside' || first === undefined || last === undefined) continue;
      const beside = graph.addNode(node);
      graph.addEdge(first, beside);
      graph.addEdge(beside, last);
    }
    const back = again === undefined || this.detail === 'reference' ? [] : loopIn(graph, again);
    return { graph, loops: [...loops, ...back] };
  }

  /** Puts a part without its own input and output into a graph. */
  #between(graph: Graph, part: Part<Node>, config: RunnableConfig | undefined): Path {
    const inner = this.#part(part, config);
    inner.graph.trimFirstNode();
    inner.graph.trimLastNode();
    const [first, last] = graph.extend(inner.graph);
    return { first: first as GraphNode, last: last as GraphNode, loops: inner.loops };
  }

  #part(part: Part<Node>, config: RunnableConfig | undefined): Fragment {
    return this.read(part.node, configOf(part, config));
  }
}

function leaf(node: Node, config: RunnableConfig | undefined): Fragment {
  const graph = new Graph();
  const input = graph.addNode(schemaOf(node, 'Input', config));
  const middle = graph.addNode(node, undefined, config?.metadata);
  const output = graph.addNode(schemaOf(node, 'Output', config));
  graph.addEdge(input, middle);
  graph.addEdge(middle, output);
  return { graph, loops: [] };
}

function frame(
  node: Node,
  config: RunnableConfig | undefined,
): { graph: Graph; input: GraphNode; output: GraphNode } {
  const graph = new Graph();
  const input = graph.addNode(schemaOf(node, 'Input', config));
  return { graph, input, output: graph.addNode(schemaOf(node, 'Output', config)) };
}

/** Invalid types must not prevent a drawing. */
function schemaOf(node: Node, side: 'Input' | 'Output', config: RunnableConfig | undefined): Schema {
  try {
    return side === 'Input' ? inputSchemaOf(node, config) : outputSchemaOf(node, config);
  } catch {
    return new Schema(node.getName(side), () => ({}));
  }
}

/** Connects a path to an output, which replaces the output of the path itself. */
function leadTo(graph: Graph, { last, loops }: Path, output: GraphNode): void {
  const ends = graph.edges.filter(({ target }) => target === last.id);
  if (isGraphRunnable(last.data) || ends.length === 0 || loops.some(({ from }) => from === last)) {
    graph.addEdge(last, output);
    return;
  }
  graph.removeNode(last);
  for (const { source, data, conditional } of ends) {
    graph.addEdge(graph.nodes.get(source) as GraphNode, output, data, conditional);
  }
}

/** The edge from the end of what is retried back to its beginning. */
function loopIn(graph: Graph, label: string): Loop[] {
  const inner = new Graph({ nodes: graph.nodes.values(), edges: graph.edges });
  inner.trimFirstNode();
  inner.trimLastNode();
  const [to, from] = [inner.firstNode(), inner.lastNode()];
  return from === undefined || to === undefined ? [] : [{ from, to, label }];
}
