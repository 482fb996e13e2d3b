import { describe } from '../errors/describe.js';

/** What a graph needs to know of a schema that is one of its nodes. */
export interface GraphSchema {
  readonly title: string;
  /** The JSON Schema, plain data. */
  toJsonSchema(): Readonly<Record<string, unknown>>;
}

/** What a graph needs to know of a runnable that is one of its nodes. */
export interface GraphRunnable {
  /** What kind of runnable it is, such as `'sequence'`. */
  readonly kind: string;
  /** What its node is called. */
  getName(): string;
  /** Where its class is found, such as `['langchain', 'schema', 'runnable', 'RunnablePassthrough']`. */
  lcId?(): readonly string[];
}

/** A node of a graph: the schema of what goes in or comes out, or a runnable, or nothing but its name. */
export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly data: GraphSchema | GraphRunnable | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** An edge of a graph, by the ids of its nodes. */
export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  /** Its label. */
  readonly data?: string | undefined;
  /** Whether data may take another way. */
  readonly conditional?: boolean | undefined;
  /** Whether no data goes along it: its source is injected into its target. */
  readonly injected?: boolean | undefined;
}

/** Tells a runnable from a schema. */
export function isGraphRunnable(data: GraphNode['data']): data is GraphRunnable {
  return data !== undefined && 'getName' in data;
}

/** The name of a node without an id of its own: that of its data, where a leading `Runnable` says nothing. */
export function nameOf(data: GraphNode['data']): string {
  if (data === undefined) return 'Node';
  return (isGraphRunnable(data) ? data.getName() : data.title).replace(/^Runnable(?=.)/, '');
}

/** A graph as whoever draws it sees it. */
export interface GraphView {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  firstNode(): GraphNode | undefined;
  lastNode(): GraphNode | undefined;
}

/** The label of a node: its name, or the last part of an id that is one. */
export function labelOf({ id, name }: GraphNode): string {
  return id === name ? name.slice(name.lastIndexOf(':') + 1) : name;
}

/** A node's metadata, a line for each. */
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
