import { InvalidOptionError } from '../errors/declaration-errors.js';
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
   * The font family, or several in order of preference, separated by commas; boxes are sized for it if its widths are
   * known.
   *
   * @defaultValue `'Helvetica'`
   */
  readonly font?: string;
}

/** Names of font families: Graphviz writes them into the image as they are, markup included. */
const FONTS = /^[\p{L}\p{N} ,._-]+$/u;

/** Draws a graph as an SVG image. */
export async function drawSvg(graph: GraphView, options: SvgOptions = {}): Promise<string> {
  const { background = 'white', font = 'Helvetica' } = options;
  if (!FONTS.test(font)) throw new InvalidOptionError('drawSvg', 'font', 'the names of font families', font);
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz').catch((error: unknown) => {
    throw new MissingPeerError('Drawing an SVG', ['@hpcc-js/wasm-graphviz'], error);
  });
  const graphviz = await Graphviz.load();
  return graphviz.layout(toDot(graph, { background, font }), 'svg', 'dot');
}
