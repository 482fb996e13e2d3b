import { describe } from '../errors/describe.js';

/** A schema, as far as a graph needs it. */
export interface GraphSchema {
  /** The name of its node. */
  readonly title: string;
  /** Returns the JSON Schema, plain data. */
  toJsonSchema(): Readonly<Record<string, unknown>>;
}

/** A runnable, as far as a graph needs it. */
export interface GraphRunnable {
  /** The kind of the runnable, such as `'sequence'`. */
  readonly kind: string;
  /** Returns the name of its node. */
  getName(): string;
  /** Returns the id of its class, such as `['langchain', 'schema', 'runnable', 'RunnablePassthrough']`. */
  lcId?(): readonly string[];
}

/** A node of a graph: a runnable, the schema of an input or output, or only a name. */
export interface GraphNode {
  /** Unique within the graph; generated unless it was given. */
  readonly id: string;
  readonly name: string;
  /** The runnable or the schema; undefined for a node that is only a name, such as an injected service. */
  readonly data: GraphSchema | GraphRunnable | undefined;
  /** Facts to show with the node. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** An edge of a graph. */
export interface GraphEdge {
  /** Id of the node at which it starts. */
  readonly source: string;
  /** Id of the node at which it ends. */
  readonly target: string;
  /** Its label. */
  readonly data?: string | undefined;
  /** Whether data goes along it only under a condition. */
  readonly conditional?: boolean | undefined;
  /** Whether its source is injected into its target, and no data goes along it. */
  readonly injected?: boolean | undefined;
}

/** Tells a runnable from a schema. */
export function isGraphRunnable(data: GraphNode['data']): data is GraphRunnable {
  return data !== undefined && 'getName' in data;
}

/** The name of a node without a given id: that of its data, without a leading `Runnable`. */
export function nameOf(data: GraphNode['data']): string {
  if (data === undefined) return 'Node';
  return (isGraphRunnable(data) ? data.getName() : data.title).replace(/^Runnable(?=.)/, '');
}

/** A graph to be drawn. */
export interface GraphView {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  firstNode(): GraphNode | undefined;
  lastNode(): GraphNode | undefined;
}

/** The label of a node: its name, or the last part of its id if the id is its name. */
export function labelOf({ id, name }: GraphNode): string {
  return id === name ? name.slice(name.lastIndexOf(':') + 1) : name;
}

/** The metadata of a node, one line for each entry. */
export function factsOf({ metadata = {} }: GraphNode): string[] {
  return Object.entries(metadata).map(([key, value]) => `${key} = ${textOf(value)}`);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return jsonOf(value) ?? describe(value);
}

/** Metadata may be anything: what JSON cannot hold, such as a cycle, must not fail a drawing. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
