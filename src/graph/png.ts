import { createRequire } from 'node:module';
import type { Resvg, ResvgRenderOptions } from '@resvg/resvg-js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { MissingPeerError } from '../errors/missing-peer-error.js';
import type { GraphView } from './graph-parts.js';
import { drawSvg, type SvgOptions } from './svg.js';

/** Options of `drawPng`. */
export interface PngOptions extends SvgOptions {
  /**
   * The number of pixels per point of the drawing.
   *
   * @defaultValue 2
   */
  readonly scale?: number;
}

const FONT_PACKAGE = '@expo-google-fonts/arimo';

/** Characters that the font of the package lacks: it has Latin, Greek, Cyrillic, punctuation, arrows, mathematics. */
const UNCOVERED = /[^\n\r\t -\u052f\u1e00-\u22ff]/;

/** Draws a graph as a PNG image. */
export async function drawPng(graph: GraphView, options: PngOptions = {}): Promise<Uint8Array> {
  const { scale = 2 } = options;
  if (!(scale > 0 && scale < Infinity))
    throw new InvalidOptionError('drawPng', 'scale', 'a number greater than 0', scale);
  const svg = await drawSvg(graph, options);
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    throw new MissingPeerError('Drawing a PNG', ['@resvg/resvg-js'], error);
  });
  const font = fontFor(svg);
  if (font.fontFiles === undefined) checkFonts(Resvg, font);
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

/**
 * The fonts to draw with: that of the package, which has the widths of Arial, if it is installed. Finding the fonts of
 * the machine is slow, and a server often has none.
 */
function fontFor(svg: string): NonNullable<ResvgRenderOptions['font']> {
  const file = installedFont();
  if (file === undefined) return { loadSystemFonts: true };
  return {
    loadSystemFonts: UNCOVERED.test(svg),
    fontFiles: [file],
    defaultFontFamily: 'Arimo',
    sansSerifFamily: 'Arimo',
  };
}

function installedFont(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${FONT_PACKAGE}/400Regular/Arimo_400Regular.ttf`);
  } catch {
    return undefined;
  }
}

/** Without a font, an image would lack its text, without any error. */
function checkFonts(Renderer: typeof Resvg, font: ResvgRenderOptions['font']): void {
  const sample =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="15" font-family="sans-serif">x</text></svg>';
  if (new Renderer(sample, { font: font ?? {} }).getBBox() === undefined) {
    throw new MissingPeerError('Drawing a PNG on a machine without fonts', [FONT_PACKAGE]);
  }
}
