import { InvalidOptionError } from '../errors/declaration-errors.js';
import { GraphError } from '../errors/graph-error.js';
import type { GraphEdge, GraphNode, GraphView } from './graph-parts.js';
import { idOf, linkOf, textOf } from './mermaid-syntax.js';
import { subgraphsOf, type Subgraph } from './subgraphs.js';
import { toYaml } from './yaml.js';

/** The CSS of the nodes of a Mermaid flowchart. */
export interface MermaidColors {
  /**
   * Of all nodes but the first and the last.
   *
   * @defaultValue `'fill:#f2f0ff,line-height:1.2'`
   */
  readonly default?: string;
  /**
   * Of the first node.
   *
   * @defaultValue `'fill-opacity:0'`
   */
  readonly first?: string;
  /**
   * Of the last node.
   *
   * @defaultValue `'fill:#bfb6fc'`
   */
  readonly last?: string;
}

/** Options of `drawMermaid`. */
export interface MermaidOptions {
  /**
   * Whether to draw nodes with labels, shapes and colours; otherwise only edges are drawn.
   *
   * @defaultValue true
   */
  readonly withStyles?: boolean;
  /**
   * The curve of the edges, one of Mermaid's, such as `basis` or `stepAfter`.
   *
   * @defaultValue `'linear'`
   */
  readonly curveStyle?: string;
  /** The CSS of the nodes. */
  readonly nodeColors?: MermaidColors;
  /**
   * The number of words in each line of the label of an edge; an integer from 1.
   *
   * @defaultValue 9
   */
  readonly wrapLabelNWords?: number;
  /** Configuration of Mermaid for the front matter, such as `{ config: { theme: 'neutral' } }`. */
  readonly frontmatterConfig?: Readonly<Record<string, unknown>>;
}

const COLORS = { default: 'fill:#f2f0ff,line-height:1.2', first: 'fill-opacity:0', last: 'fill:#bfb6fc' };

/** Draws a graph, whose ids have to be readable, as a Mermaid flowchart. */
export function drawMermaid(graph: GraphView, options: MermaidOptions = {}): string {
  const { withStyles = true, wrapLabelNWords = 9 } = options;
  if (!Number.isInteger(wrapLabelNWords) || wrapLabelNWords < 1)
    throw new InvalidOptionError('drawMermaid', 'wrapLabelNWords', 'an integer from 1', wrapLabelNWords);
  const drawing: Drawing = {
    withStyles,
    words: wrapLabelNWords,
    first: graph.firstNode(),
    last: graph.lastNode(),
    names: new Set(),
  };
  const { nodes, edges, inner } = subgraphsOf(graph);
  return [
    ...(withStyles ? ['---', frontmatter(options) + '---'] : []),
    'graph TD;',
    ...body(nodes, edges, drawing),
    ...inner.flatMap((subgraph) => drawSubgraph(subgraph, drawing)),
    ...(withStyles ? classes(options.nodeColors) : []),
    '',
  ].join('\n');
}

/** The state of a drawing: its options, its ends, and the names of the subgraphs drawn so far. */
interface Drawing {
  readonly withStyles: boolean;
  readonly words: number;
  readonly first: GraphNode | undefined;
  readonly last: GraphNode | undefined;
  readonly names: Set<string>;
}

function frontmatter({ frontmatterConfig = {}, curveStyle = 'linear' }: MermaidOptions): string {
  const config = frontmatterConfig['config'] as Record<string, unknown> | undefined;
  const flowchart = config?.['flowchart'] as Record<string, unknown> | undefined;
  return toYaml({
    ...frontmatterConfig,
    config: { ...config, flowchart: { ...flowchart, curve: curveStyle } },
  });
}

function body(nodes: readonly GraphNode[], edges: readonly GraphEdge[], drawing: Drawing): string[] {
  return [
    ...(drawing.withStyles ? nodes.map((node) => `\t${drawNode(node, drawing)}`) : []),
    ...edges.map((edge) => `\t${idOf(edge.source)}${linkOf(edge, drawing.words)}${idOf(edge.target)};`),
  ];
}

function drawNode(node: GraphNode, { first, last }: Drawing): string {
  const [id, label] = [idOf(node.id), textOf(node)];
  if (node === last) return `${id}([${label}]):::last`;
  return node === first ? `${id}([${label}]):::first` : `${id}(${label})`;
}

function drawSubgraph({ name, nodes, edges, inner }: Subgraph, drawing: Drawing): string[] {
  if (!drawing.withStyles && edges.length === 0 && inner.length === 0) return [];
  if (drawing.names.has(name)) {
    throw new GraphError(
      `Found duplicate subgraph '${name}': nodes in different places have ids that end in the same prefix. ` +
        'Give the subgraphs different names.',
    );
  }
  drawing.names.add(name);
  return [
    `\tsubgraph ${idOf(name) === name ? name : `${idOf(name)}["${name.replaceAll('"', '#quot;')}"]`}`,
    ...body(nodes, edges, drawing),
    ...inner.flatMap((subgraph) => drawSubgraph(subgraph, drawing)),
    '\tend',
  ];
}

function classes(colors: MermaidColors | undefined): string[] {
  return Object.entries({ ...COLORS, ...colors }).map(([name, style]) => `\tclassDef ${name} ${style}`);
}
