import { MissingPeerError } from '../errors/missing-peer-error.js';
import { toDot } from './dot.js';
import type { GraphView } from './graph-parts.js';

/** Options of `drawSvg`. */
export interface SvgOptions {
  /**
   * The background colour: a CSS name or `#rrggbb`.
   *
   * @defaultValue `'white'`
   */
  readonly background?: string;
  /**
   * The font family; boxes are sized for it if its widths are known.
   *
   * @defaultValue `'Helvetica'`
   */
  readonly font?: string;
}

/** Draws a graph as an SVG image. */
export async function drawSvg(graph: GraphView, options: SvgOptions = {}): Promise<string> {
  const { background = 'white', font = 'Helvetica' } = options;
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz').catch((error: unknown) => {
    throw new MissingPeerError('Drawing an SVG', ['@hpcc-js/wasm-graphviz'], error);
  });
  const graphviz = await Graphviz.load();
  return graphviz.layout(toDot(graph, { background, font }), 'svg', 'dot');
}
