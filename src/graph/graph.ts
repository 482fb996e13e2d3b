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
 * A directed graph of runnables and the schemas of their inputs and outputs, which can be drawn or converted to JSON.
 *
 * `runnable.getGraph()` returns the graph of a runnable; nodes and edges can be added to it.
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

  /** @param parts - Nodes and edges to begin with. */
  constructor(parts: { readonly nodes?: Iterable<GraphNode>; readonly edges?: Iterable<GraphEdge> } = {}) {
    this.#nodes = new Map([...(parts.nodes ?? [])].map((node) => [node.id, node]));
    this.#edges = [...(parts.edges ?? [])];
  }

  /** The nodes by id, in the order in which they were added. */
  get nodes(): ReadonlyMap<string, GraphNode> {
    return this.#nodes;
  }

  /** The edges, in the order in which they were added. */
  get edges(): readonly GraphEdge[] {
    return this.#edges;
  }

  /**
   * Adds a node.
   *
   * @param data - The runnable or schema that it represents.
   * @param id - Its id, which is then its name as well; colons in it make subgraphs. By default, an id is generated.
   * @param metadata - Facts to show with it.
   * @throws {@link GraphError} if a node with the id exists already.
   */
  addNode(data: GraphNode['data'], id?: string, metadata?: GraphNode['metadata']): GraphNode {
    if (id !== undefined && this.#nodes.has(id)) throw new GraphError(`Node with id ${id} already exists.`);
    const node = { id: id ?? newId(), name: id ?? nameOf(data), data, ...(metadata && { metadata }) };
    this.#nodes.set(node.id, node);
    return node;
  }

  /** Removes a node, and every edge from and to it. */
  removeNode(node: GraphNode): void {
    this.#nodes.delete(node.id);
    this.#edges = this.#edges.filter(({ source, target }) => source !== node.id && target !== node.id);
  }

  /**
   * Adds an edge.
   *
   * @param data - Its label.
   * @param kind - `'conditional'` or true if data goes along it only under a condition, `'injected'` if the source is
   * injected into the target and no data goes along it.
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
   * Adds all nodes and edges of another graph, without connecting them to those of this graph.
   *
   * @param prefix - Prepended to each id as `prefix:id`, unless all ids of the other graph are generated.
   * @returns The first and last node of the other graph, with their ids in this graph.
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

  /** Returns a copy whose generated ids are replaced by names, numbered (`name_1`, `name_2`) where nodes share one. */
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

  /** Returns the only node without incoming edges; undefined if there is none, or more than one. */
  firstNode(): GraphNode | undefined {
    return this.#only('target');
  }

  /** Returns the only node without outgoing edges; undefined if there is none, or more than one. */
  lastNode(): GraphNode | undefined {
    return this.#only('source');
  }

  /** Removes the first node if it has one outgoing edge and the graph has a first node without it. */
  trimFirstNode(): void {
    const first = this.firstNode();
    if (first !== undefined && this.#canTrim(first, 'target', 'source')) this.removeNode(first);
  }

  /** Removes the last node if it has one incoming edge and the graph has a last node without it. */
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

  /** The only node that is not at this end of any edge, in the graph without a certain node. */
  #only(end: 'source' | 'target', without?: GraphNode): GraphNode | undefined {
    const ends = new Set<string>();
    for (const edge of this.#edges) {
      // An injected service is neither a first nor a last node.
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

  /** Converts the graph into plain data, with numbers for generated ids; `JSON.stringify` calls it with a key. */
  toJSON(options?: GraphJsonOptions | string): GraphJson {
    return graphToJson(this, typeof options === 'object' ? options : {});
  }

  /**
   * Draws it as a Mermaid flowchart.
   *
   * @throws {@link GraphError} if two subgraphs have the same name, which Mermaid would merge.
   * @throws {@link InvalidOptionError} for a `wrapLabelNWords` that is not an integer from 1.
   */
  drawMermaid(options?: MermaidOptions): string {
    return drawMermaid(this.reid(), options);
  }

  /** Draws it in ASCII characters: edges as `*`, conditional ones as `.`, injected services as `:`. */
  drawAscii(): string {
    return drawAscii(this);
  }

  /**
   * Draws it as an SVG image, without network access.
   *
   * @throws {@link InvalidOptionError} for a `font` that is not a list of names.
   * @throws {@link MissingPeerError} if `@hpcc-js/wasm-graphviz` is not installed.
   */
  drawSvg(options?: SvgOptions): Promise<string> {
    return drawSvg(this.reid(), options);
  }

  /**
   * Draws it as a PNG image, without network access.
   *
   * @throws {@link InvalidOptionError} for a `scale` that is not greater than 0, or a `font` that is not a list of names.
   * @throws {@link MissingPeerError} if `@hpcc-js/wasm-graphviz` or `@resvg/resvg-js` is not installed, or if the
   * machine has no fonts and `@expo-google-fonts/arimo` is not installed.
   */
  drawPng(options?: PngOptions): Promise<Uint8Array> {
    return drawPng(this.reid(), options);
  }
}
