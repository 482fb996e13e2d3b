import { Graph } from './graph.js';
import type { GraphNode } from './graph-parts.js';
import { UniqueNames } from './unique-names.js';

/** A runnable of an application, with its graph and the services injected into its nodes. */
export interface DrawnRunnable {
  readonly name: string;
  readonly graph: Graph;
  readonly wiring: ReadonlyMap<unknown, DrawnWiring>;
}

/** The services injected into a node, and facts to show with it. */
export interface DrawnWiring {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly services: readonly DrawnService[];
}

/** An injected service, with the services injected into it. */
export interface DrawnService {
  /** Its service identifier: services with the same one are drawn once. */
  readonly identifier: unknown;
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly services: () => readonly DrawnService[];
}

/** The graph of the runnables of an application, each in its own frame, with the services injected into them. */
export function applicationGraph(runnables: readonly DrawnRunnable[]): Graph {
  const graph = new Graph();
  const frames = new UniqueNames();
  const wired: [GraphNode, DrawnWiring][] = [];
  for (const { name, graph: own, wiring } of runnables) {
    const named = own.reid();
    const frame = frames.like(name);
    const nodes = [...named.nodes.values()].map((node) => {
      const found = wiring.get(node.data);
      const shown = withFacts({ ...node, id: `${frame}:${node.id}` }, found?.facts);
      if (found !== undefined) wired.push([shown, found]);
      return shown;
    });
    const edges = named.edges.map((edge) => ({
      ...edge,
      source: `${frame}:${edge.source}`,
      target: `${frame}:${edge.target}`,
    }));
    graph.extend(new Graph({ nodes, edges }));
  }
  const services = new Services(graph, frames);
  for (const [node, { services: injected }] of wired) services.inject(injected, node);
  return graph;
}

/** Adds the services of an application to its graph, each once. */
class Services {
  readonly #nodes = new Map<unknown, GraphNode>();

  constructor(
    readonly graph: Graph,
    readonly names: UniqueNames,
  ) {}

  inject(services: readonly DrawnService[], into: GraphNode): void {
    for (const service of services) this.graph.addEdge(this.#nodeOf(service), into, undefined, 'injected');
  }

  #nodeOf({ identifier, name, facts, services }: DrawnService): GraphNode {
    const known = this.#nodes.get(identifier);
    if (known !== undefined) return known;
    const node = this.graph.addNode(
      undefined,
      this.names.like(name),
      Object.keys(facts).length > 0 ? facts : undefined,
    );
    this.#nodes.set(identifier, node);
    this.inject(services(), node);
    return node;
  }
}

function withFacts(node: GraphNode, facts: Readonly<Record<string, unknown>> = {}): GraphNode {
  return Object.keys(facts).length === 0 ? node : { ...node, metadata: { ...node.metadata, ...facts } };
}
