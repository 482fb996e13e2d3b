import { expect } from 'chai';
import { Graph, RunnableLambda } from 'runwright';
import { caught } from '../support/caught.js';

const named = (name: string): RunnableLambda<unknown, unknown> =>
  RunnableLambda.from((value: unknown) => value, { name });

function drawing(): Graph {
  const graph = new Graph();
  const [one, two] = [graph.addNode(named('one')), graph.addNode(named('group "<b>" \\ & more'))];
  graph.addEdge(one, two, 'on error', true);
  graph.addNode(named('x'), 'frame:inner', { key: 2 });
  return graph;
}

/** How many points of a picture are darker than the colours that surfaces are filled with. */
async function darkPoints(png: Uint8Array): Promise<number> {
  const { Resvg } = await import('@resvg/resvg-js');
  const data = Buffer.from(png).toString('base64');
  const size = [16, 20].map((at) => Buffer.from(png).readUInt32BE(at));
  const [width = 0, height = 0] = size;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<image width="${width}" height="${height}" href="data:image/png;base64,${data}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 90) dark += 1;
  return dark;
}

describe('pictures of graphs', () => {
  it('are SVG with every label, however it is spelled, and nothing from elsewhere', async () => {
    const svg = await drawing().drawSvg();
    expect(svg).to.match(/^<\?xml/);
    expect(svg).to.contain('>one</text>').and.to.contain('group &quot;&lt;b&gt;&quot; \\ &amp; more</text>');
    expect(svg).to.contain('on error').and.to.contain('>frame</text>').and.to.contain('>key = 2</text>');
    expect(svg).to.contain('stroke-dasharray');
    expect(svg).not.to.match(/href="http|<script|<image/);
  });

  it('are the same each time', async () => {
    expect(await drawing().drawSvg()).to.equal(await drawing().drawSvg());
  });

  it('take a background and a font', async () => {
    const svg = await drawing().drawSvg({ background: 'transparent', font: 'Courier' });
    expect(svg).to.contain('font-family="Courier');
    expect(svg).not.to.contain('<polygon fill="white"');
  });

  it('refuse a font that is no name: the layout library does not escape it', async () => {
    for (const font of ['x"/><script>', "x' onload='y", '']) {
      expect(((await caught(drawing().drawSvg({ font }))) as Error).message).to.match(
        /^\[A102\] drawSvg: font must be the names of font families, got /,
      );
    }
    expect(await drawing().drawSvg({ font: 'Noto Sans CJK JP, Arial' })).to.contain('Noto Sans CJK JP');
  });

  it('refuse a scale at which there would be no picture', async () => {
    for (const scale of [0, -1, NaN, Infinity]) {
      expect(((await caught(drawing().drawPng({ scale }))) as Error).message).to.match(
        /^\[A102\] drawPng: scale must be a number greater than 0, got /,
      );
    }
  });

  it('are PNG, at the scale that is wanted, with their text', async () => {
    const [small, large] = [await drawing().drawPng({ scale: 1 }), await drawing().drawPng()];
    const widthOf = (png: Uint8Array): number => Buffer.from(png).readUInt32BE(16);
    expect(Buffer.from(small.slice(1, 4)).toString()).to.equal('PNG');
    expect(widthOf(large)).to.be.within(2 * widthOf(small) - 2, 2 * widthOf(small) + 2);
    // The ink of the labels is the darkest there is: without a font, none of it would show.
    expect(await darkPoints(large)).to.be.greaterThan(500);
  });
});
