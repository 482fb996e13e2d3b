import { isGraphRunnable, type GraphNode, type GraphView } from './graph-parts.js';
import { hasOwnId } from './ids.js';

/** Options of a graph's `toJSON`. */
export interface GraphJsonOptions {
  /**
   * Whether to include JSON Schemas instead of their names.
   *
   * @defaultValue false
   */
  readonly withSchemas?: boolean;
}

/** A node of a graph as plain data. */
export interface GraphNodeJson {
  /** Its id if it was given, otherwise its index. */
  readonly id: string | number;
  readonly type: 'schema' | 'runnable' | 'unknown';
  /** A name, a JSON Schema, or the id and name of a runnable. */
  readonly data: string | Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An edge of a graph as plain data. */
export interface GraphEdgeJson {
  readonly source: string | number;
  readonly target: string | number;
  readonly data?: string;
  readonly conditional?: true;
  readonly injected?: true;
}

/**
 * A graph as plain data.
 *
 * @example
 * ```json
 * {
 *   "nodes": [
 *     { "id": 0, "type": "schema", "data": "shout_input" },
 *     { "id": 1, "type": "runnable", "data": { "id": ["runwright", "RunnableLambda"], "name": "shout" } }
 *   ],
 *   "edges": [{ "source": 0, "target": 1 }]
 * }
 * ```
 */
export interface GraphJson {
  readonly nodes: readonly GraphNodeJson[];
  readonly edges: readonly GraphEdgeJson[];
}

/** Converts a graph into plain data. */
export function graphToJson(graph: GraphView, options: GraphJsonOptions): GraphJson {
  const ids = new Map(
    [...graph.nodes.values()].map((node, index) => [node.id, hasOwnId(node) ? node.id : index]),
  );
  const idOf = (id: string): string | number => ids.get(id) as string | number;
  return {
    nodes: [...graph.nodes.values()].map((node) => ({
      id: idOf(node.id),
      ...dataToJson(node, options.withSchemas === true),
      ...(node.metadata && { metadata: node.metadata }),
    })),
    edges: graph.edges.map(({ source, target, data, conditional, injected }) => ({
      source: idOf(source),
      target: idOf(target),
      ...(data !== undefined && { data }),
      ...(conditional === true && { conditional }),
      ...(injected === true && { injected }),
    })),
  };
}

function dataToJson({ name, data }: GraphNode, withSchemas: boolean): Pick<GraphNodeJson, 'type' | 'data'> {
  if (data === undefined) return { type: 'unknown', data: name };
  if (isGraphRunnable(data)) return { type: 'runnable', data: { id: data.lcId?.() ?? [data.kind], name } };
  return { type: 'schema', data: withSchemas ? data.toJsonSchema() : name };
}
