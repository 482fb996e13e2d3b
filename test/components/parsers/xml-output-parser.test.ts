import { expect } from 'chai';
import { OutputParserError, XMLOutputParser } from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { fc } from '../../support/properties.js';

const parser = new XMLOutputParser({ tags: ['films', 'title'] });

describe('XMLOutputParser', () => {
  it('gives each element under its name: its text, or a list of what it contains', async () => {
    expect(await parser.invoke('<a><b>1</b><b>2</b><c><d/></c> tail </a>')).to.deep.equal({
      a: [{ b: '1' }, { b: '2' }, { c: [{ d: '' }] }, ' tail '],
    });
    expect(await parser.invoke('<a id="1"> x &amp; <![CDATA[<y>]]></a>')).to.deep.equal({ a: ' x & <y>' });
  });

  it('finds the element in what stands around it', async () => {
    expect(
      await parser.invoke('If 1 < 2, then:\n```xml\n<?xml version="1.0"?>\n<a>x</a>\n```\n<b>'),
    ).to.deep.equal({
      a: 'x',
    });
  });

  it('tells the model which tags to use', () => {
    expect(parser.getFormatInstructions()).to.include('Use these tags: films, title.');
  });

  it('says what is wrong with an answer', async () => {
    const messages: Record<string, string> = {
      'no tags': 'It contains no complete XML element.',
      '<a><b>x</b>': 'It contains no complete XML element.',
      '<a></b>': 'It is not valid XML: Unexpected close tag.',
      '<a>&unknown;</a>': 'Invalid character entity',
    };
    for (const [text, message] of Object.entries(messages)) {
      const error = (await caught(parser.invoke(text))) as Error;
      expect(error).to.be.instanceOf(OutputParserError);
      expect(error.message).to.include(message);
    }
  });

  it('refuses a document type, and with it entities that expand', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>';
    expect(((await caught(parser.invoke(bomb))) as Error).message).to.include(
      'A document type is not allowed.',
    );
  });

  it('streams the element as it grows', async () => {
    const texts = [
      'Here: <',
      'films><ti',
      'tle>Bi',
      'g</title>',
      '<title>Spl',
      'ash</title></fil',
      'ms> done <',
    ];
    expect(await collect(parser.transform(texts))).to.deep.equal([
      { films: '' },
      { films: [{ title: 'Bi' }] },
      { films: [{ title: 'Big' }] },
      { films: [{ title: 'Big' }, { title: 'Spl' }] },
      { films: [{ title: 'Big' }, { title: 'Splash' }] },
      { films: [{ title: 'Big' }, { title: 'Splash' }] },
    ]);
  });

  it('fails as invoke does, at the end of the stream', async () => {
    const text = '<a><b>x</b>';
    const streamed = (await caught(collect(parser.transform(Array.from(text))))) as Error;
    expect(streamed.message).to.equal(((await caught(parser.invoke(text))) as Error).message);
  });

  it('in any pieces ends with what invoke gives', async () => {
    const element: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('x', ' y ', '&lt;', '<![CDATA[<]]>'),
        fc
          .tuple(fc.constantFrom('a', 'b'), fc.array(tie('node'), { maxLength: 3 }))
          .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(element, fc.integer({ min: 1, max: 9 }), async (inner, size) => {
        const text = `<root>${inner}</root>`;
        const texts = text.match(new RegExp(`[^]{1,${String(size)}}`, 'g')) as string[];
        expect((await collect(parser.transform(texts))).at(-1)).to.deep.equal(await parser.invoke(text));
      }),
    );
  });
});
