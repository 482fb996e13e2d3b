import { lazily } from '../errors/lazily.js';
import { Canvas, type Point } from './canvas.js';
import type { GraphEdge, GraphView } from './graph-parts.js';

const loadDagre = lazily<Dagre>('@dagrejs/dagre', 'Drawing with characters');

/** The part of the layout library that is used; Node's module resolution does not find its own declarations. */
interface Dagre {
  readonly graphlib: { readonly Graph: new (options: { multigraph: true }) => LayoutPlan };
  layout(plan: LayoutPlan): void;
}

interface LayoutPlan {
  setGraph(options: Readonly<Record<string, unknown>>): void;
  setNode(id: string, node: Omit<Box, keyof Point>): void;
  setEdge(source: string, target: string, edge: Partial<Route> & { width?: number }, name: string): void;
  nodes(): readonly string[];
  node(id: string): Box;
  edges(): readonly object[];
  edge(key: object): Route;
}

/** A node: the position of its centre, and its size including its loop. */
interface Box extends Point {
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly loop: GraphEdge | undefined;
}

/** An edge: its points, and the position of the centre of its label. */
interface Route extends Partial<Point> {
  readonly points: readonly Point[];
  readonly edge: GraphEdge;
}

/** Draws a graph in ASCII characters, from top to bottom. */
export function drawAscii(graph: GraphView): string {
  if (graph.nodes.size === 0) return '';
  const { boxes, routes } = layOut(graph);
  const corners = [...boxes.flatMap(cornersOf), ...routes.flatMap(({ points }) => points)];
  const left = Math.min(...corners.map(({ x }) => x));
  const right = Math.max(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const bottom = Math.max(...corners.map(({ y }) => y));
  const canvas = new Canvas(Math.ceil(right - left) + 1, Math.ceil(bottom - top) + 1);
  const at = (x: number, y: number): Point => ({ x: Math.round(x - left), y: Math.round(y - top) });
  for (const route of routes) drawRoute(canvas, route, at);
  for (const route of routes) drawLabel(canvas, route, at);
  for (const box of boxes) drawBox(canvas, box, at);
  return undented(canvas.toString());
}

/** Removes empty columns on the left, which a box has to balance the loop on its right. */
function undented(drawing: string): string {
  const lines = drawing.split('\n');
  const indent = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

type Place = (x: number, y: number) => Point;

function drawRoute(canvas: Canvas, { points, edge }: Route, at: Place): void {
  points.slice(1).forEach((to, index) => {
    const from = points[index] as Point;
    canvas.line(at(from.x, from.y), at(to.x, to.y), inkOf(edge));
  });
}

function drawLabel(canvas: Canvas, { edge, x, y }: Route, at: Place): void {
  if (edge.data === undefined || x === undefined || y === undefined) return;
  const start = at(x - lengthOf(edge.data) / 2, y);
  canvas.text(start.x, start.y, edge.data);
}

function drawBox(canvas: Canvas, { x, y, text, loop }: Box, at: Place): void {
  const width = lengthOf(text) + 4;
  const corner = at(x - width / 2, y - 1.5);
  canvas.box(corner.x, corner.y, text);
  if (loop === undefined) return;
  const [side, ink] = [corner.x + width, inkOf(loop)];
  canvas.text(side, corner.y, ink.repeat(2));
  canvas.text(side + 2, corner.y + 1, `${ink} ${loop.data ?? ''}`);
  canvas.text(side, corner.y + 2, ink.repeat(2));
}

function inkOf(edge: GraphEdge): string {
  if (edge.injected === true) return ':';
  return edge.conditional === true ? '.' : '*';
}

/** Lays out boxes and edges, in units of characters. An edge from a node to itself is part of its box. */
function layOut(graph: GraphView): { boxes: Box[]; routes: Route[] } {
  const dagre = loadDagre();
  const plan = new dagre.graphlib.Graph({ multigraph: true });
  plan.setGraph({ rankdir: 'TB', ranksep: 3, nodesep: 4, edgesep: 3 });
  const edges = graph.edges.map((edge) => ({ ...edge, data: edge.data && onOneLine(edge.data) }));
  for (const { id, name } of graph.nodes.values()) {
    const text = onOneLine(name);
    const loop = edges.find(({ source, target }) => source === id && target === id);
    const beside = loop === undefined ? 0 : 4 + lengthOf(loop.data ?? '');
    plan.setNode(id, { width: lengthOf(text) + 4 + 2 * beside, height: 3, text, loop });
  }
  edges.forEach((edge, index) => {
    if (edge.source === edge.target) return;
    const label = edge.data === undefined ? {} : { width: lengthOf(edge.data) + 2, height: 1, labelpos: 'c' };
    plan.setEdge(edge.source, edge.target, { ...label, edge }, String(index));
  });
  dagre.layout(plan);
  return {
    boxes: plan.nodes().map((id) => plan.node(id)),
    routes: plan.edges().map((key) => plan.edge(key)),
  };
}

function cornersOf({ x, y, width, height }: Box): Point[] {
  return [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 - 1 },
  ];
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
