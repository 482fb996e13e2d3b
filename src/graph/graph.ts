import { GraphError } from '../errors/graph-error.js';
import { drawAscii } from './ascii.js';
import { nameOf, type GraphEdge, type GraphNode } from './graph-parts.js';
import { hasOwnId, newId } from './ids.js';
import { drawMermaid, type MermaidOptions } from './mermaid.js';
import { drawPng, type PngOptions } from './png.js';
import { drawSvg, type SvgOptions } from './svg.js';
import { graphToJson, type GraphJson, type GraphJsonOptions } from './to-json.js';
import { UniqueNames } from './unique-names.js';

/**
 * A directed graph of runnables and of the schemas of what goes in and comes out, to be drawn or written down.
 *
 * `runnable.getGraph()` gives that of a runnable; nodes and edges can be added to it.
 *
 * @example
 * ```ts
 * import { RunnableSequence } from 'runwright';
 *
 * const chain = RunnableSequence.from([(text: string) => text.trim(), (text: string) => text.length]);
 * console.log(chain.getGraph().drawMermaid());
 * ```
 */
export class Graph {
  #nodes: Map<string, GraphNode>;
  #edges: GraphEdge[];

  constructor(parts: { readonly nodes?: Iterable<GraphNode>; readonly edges?: Iterable<GraphEdge> } = {}) {
    this.#nodes = new Map([...(parts.nodes ?? [])].map((node) => [node.id, node]));
    this.#edges = [...(parts.edges ?? [])];
  }

  /** The nodes by id, in the order in which they were added. */
  get nodes(): ReadonlyMap<string, GraphNode> {
    return this.#nodes;
  }

  get edges(): readonly GraphEdge[] {
    return this.#edges;
  }

  /**
   * Adds a node.
   *
   * @param data - What it stands for.
   * @param id - An id of one's own, which is then its name as well; colons in it make subgraphs. One is made by default.
   * @param metadata - Facts to show with it.
   * @throws {@link GraphError} if a node with the id exists.
   */
  addNode(data: GraphNode['data'], id?: string, metadata?: GraphNode['metadata']): GraphNode {
    if (id !== undefined && this.#nodes.has(id)) throw new GraphError(`Node with id ${id} already exists.`);
    const node = { id: id ?? newId(), name: id ?? nameOf(data), data, ...(metadata && { metadata }) };
    this.#nodes.set(node.id, node);
    return node;
  }

  /** Takes a node away, and every edge from and to it. */
  removeNode(node: GraphNode): void {
    this.#nodes.delete(node.id);
    this.#edges = this.#edges.filter(({ source, target }) => source !== node.id && target !== node.id);
  }

  /**
   * Adds an edge.
   *
   * @param data - Its label.
   * @param kind - Whether data may take another way instead, or whether it is no way of data at all: the source is
   * injected into the target.
   * @throws {@link GraphError} if either node is not in the graph.
   */
  addEdge(
    source: GraphNode,
    target: GraphNode,
    data?: string,
    kind: boolean | 'conditional' | 'injected' = false,
  ): GraphEdge {
    if (!this.#nodes.has(source.id)) throw new GraphError(`Source node ${source.id} not in graph.`);
    if (!this.#nodes.has(target.id)) throw new GraphError(`Target node ${target.id} not in graph.`);
    const edge = {
      source: source.id,
      target: target.id,
      ...(data !== undefined && { data }),
      ...((kind === true || kind === 'conditional') && { conditional: true }),
      ...(kind === 'injected' && { injected: true }),
    };
    this.#edges.push(edge);
    return edge;
  }

  /**
   * Adds all nodes and edges of another graph, and connects nothing.
   *
   * @param prefix - Put before each id as `prefix:id`, unless none of the nodes has an id of its own.
   * @returns the other graph's first and last node, as they are called here.
   */
  extend(graph: Graph, prefix = ''): [first: GraphNode | undefined, last: GraphNode | undefined] {
    const named = prefix !== '' && [...graph.#nodes.values()].some(hasOwnId);
    const idOf = (id: string): string => (named ? `${prefix}:${id}` : id);
    for (const node of graph.#nodes.values()) {
      this.#nodes.set(idOf(node.id), named ? { ...node, id: idOf(node.id) } : node);
    }
    for (const edge of graph.#edges) {
      this.#edges.push(named ? { ...edge, source: idOf(edge.source), target: idOf(edge.target) } : edge);
    }
    const [first, last] = [graph.firstNode(), graph.lastNode()];
    return [first && this.#nodes.get(idOf(first.id)), last && this.#nodes.get(idOf(last.id))];
  }

  /** Makes a graph whose ids are the nodes' names, each a different one: numbered (`name_1`, `name_2`) where several share one. */
  reid(): Graph {
    const sharing = new Map<string, GraphNode[]>();
    for (const node of this.#nodes.values()) {
      const others = sharing.get(node.name);
      if (others === undefined) sharing.set(node.name, [node]);
      else others.push(node);
    }
    const names = new UniqueNames([...this.#nodes.values()].filter(hasOwnId).map(({ id }) => id));
    const ids = new Map<string, string>();
    for (const [name, nodes] of sharing) {
      nodes.forEach((node, index) => {
        const numbered = nodes.length === 1 ? name : `${name}_${String(index + 1)}`;
        ids.set(node.id, hasOwnId(node) ? node.id : names.like(numbered));
      });
    }
    const idOf = (id: string): string => ids.get(id) as string;
    return new Graph({
      nodes: [...this.#nodes.values()].map((node) => ({ ...node, id: idOf(node.id) })),
      edges: this.#edges.map((edge) => ({ ...edge, source: idOf(edge.source), target: idOf(edge.target) })),
    });
  }

  /** The only node to which no edge leads; undefined where there is none, or more than one. */
  firstNode(): GraphNode | undefined {
    return this.#only('target');
  }

  /** The only node from which no edge leads; undefined where there is none, or more than one. */
  lastNode(): GraphNode | undefined {
    return this.#only('source');
  }

  /** Takes the first node away if it has one outgoing edge and the graph still has a first node without it. */
  trimFirstNode(): void {
    const first = this.firstNode();
    if (first !== undefined && this.#canTrim(first, 'target', 'source')) this.removeNode(first);
  }

  /** Takes the last node away if it has one incoming edge and the graph still has a last node without it. */
  trimLastNode(): void {
    const last = this.lastNode();
    if (last !== undefined && this.#canTrim(last, 'source', 'target')) this.removeNode(last);
  }

  #canTrim(node: GraphNode, end: 'source' | 'target', side: 'source' | 'target'): boolean {
    const own = this.#edges.filter((edge) => edge[side] === node.id);
    const different = new Set(
      own.map(({ source, target, data, conditional }) =>
        JSON.stringify([source, target, data, conditional ?? false]),
      ),
    );
    return different.size === 1 && this.#only(end, node) !== undefined;
  }

  /** The only node, besides one, that is no such end of an edge that does not touch that one. */
  #only(end: 'source' | 'target', without?: GraphNode): GraphNode | undefined {
    const ends = new Set<string>();
    for (const edge of this.#edges) {
      // What is injected is neither a beginning nor an end.
      if (edge.injected === true) ends.add(edge.source);
      else if (edge.source !== without?.id && edge.target !== without?.id) ends.add(edge[end]);
    }
    let found: GraphNode | undefined;
    for (const node of this.#nodes.values()) {
      if (ends.has(node.id) || node.id === without?.id) continue;
      if (found !== undefined) return undefined;
      found = node;
    }
    return found;
  }

  /** Gives the graph as plain data; ids that were made, not given, become numbers. */
  toJSON(options?: GraphJsonOptions | string): GraphJson {
    return graphToJson(this, typeof options === 'object' ? options : {});
  }

  /**
   * Draws it as a Mermaid flowchart.
   *
   * @throws {@link GraphError} if two subgraphs bear the same name, which Mermaid would join.
   */
  drawMermaid(options?: MermaidOptions): string {
    return drawMermaid(this.reid(), options);
  }

  /** Draws it with characters: boxes, edges of `*`, and of `.` where data may take another way. */
  drawAscii(): string {
    return drawAscii(this);
  }

  /**
   * Draws it as an SVG image, on this machine.
   *
   * @throws {@link MissingPeerError} where `@hpcc-js/wasm-graphviz` is not installed.
   */
  drawSvg(options?: SvgOptions): Promise<string> {
    return drawSvg(this.reid(), options);
  }

  /**
   * Draws it as a PNG image, on this machine.
   *
   * @throws {@link MissingPeerError} where `@hpcc-js/wasm-graphviz` or `@resvg/resvg-js` is not installed, or the
   * machine has no fonts and `@expo-google-fonts/arimo` is not installed.
   */
  drawPng(options?: PngOptions): Promise<Uint8Array> {
    return drawPng(this.reid(), options);
  }
}
