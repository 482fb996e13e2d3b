import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { AIMessageChunk, JsonOutputParser, OutputParserError, SimpleJsonOutputParser } from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { fc } from '../../support/properties.js';

const parser = new JsonOutputParser();

const stream = (...texts: string[]): Promise<unknown[]> => collect(parser.transform(texts));

describe('JsonOutputParser', () => {
  it('reads JSON, typed as its user says', async () => {
    const typed = new JsonOutputParser<{ a: number }>();
    expectTypeOf(typed.invokeSync('{"a": 1}')).toEqualTypeOf<{ a: number }>();
    expect(typed.invokeSync('{"a": 1}')).to.deep.equal({ a: 1 });
    expect(await parser.batch(['1', '"x"', 'null', ' [true] '])).to.deep.equal([1, 'x', null, [true]]);
    expect(SimpleJsonOutputParser).to.equal(JsonOutputParser);
  });

  it('finds JSON in a fenced block, whatever stands around it', async () => {
    expect(await parser.invoke('Here you are:\n```json\n{"a": "```"}\n```\nAnything else?')).to.deep.equal({
      a: '```',
    });
    expect(await parser.invoke('```\n[1]\n```')).to.deep.equal([1]);
  });

  it('takes line breaks within strings', async () => {
    expect(await parser.invoke('{"a": "one\ntwo"}')).to.deep.equal({ a: 'one\ntwo' });
  });

  it('says what is wrong with an answer', async () => {
    const error = (await caught(parser.invoke('Sorry, I cannot.'))) as OutputParserError;
    expect(error).to.be.instanceOf(OutputParserError);
    expect(error.message).to.match(
      /^\[R352\] JsonOutputParser cannot read the answer "Sorry, I cannot\." \(string\)\. It is not valid JSON: /,
    );
    expect(error.cause).to.be.instanceOf(SyntaxError);
    for (const text of [
      '{"a": 1} and more',
      '{"a": 1,}',
      '[1,]',
      '{a: 1}',
      '{"a" 1}',
      '[1}',
      '["\\x"]',
      '[tru]',
      '[',
    ])
      expect(await caught(parser.invoke(text)), text).to.be.instanceOf(OutputParserError);
  });

  describe('streamed', () => {
    it('shows strings as they grow; numbers, words and keys once they are complete', async () => {
      expect(
        await stream(
          '{"na',
          'me": "Al',
          'ice", "age": 4',
          '2, "ok": tr',
          'ue, "l": [1',
          ', {"x"',
          ': "y',
          '"}]}',
        ),
      ).to.deep.equal([
        {},
        { name: 'Al' },
        { name: 'Alice' },
        { name: 'Alice', age: 42 },
        { name: 'Alice', age: 42, ok: true, l: [] },
        { name: 'Alice', age: 42, ok: true, l: [1, {}] },
        { name: 'Alice', age: 42, ok: true, l: [1, { x: 'y' }] },
        { name: 'Alice', age: 42, ok: true, l: [1, { x: 'y' }] },
      ]);
    });

    it('gives readings that later pieces do not change', async () => {
      const readings = (await stream('[{"a": [1, ', '2, ', '3]}]')) as { a: number[] }[][];
      expect(readings.map((reading) => reading[0]?.a)).to.deep.equal([[1], [1, 2], [1, 2, 3]]);
    });

    it('reads chunks of messages, and escapes cut anywhere', async () => {
      const chunks = Array.from('{"a": "\\u00e9\\n\\"\\ud83d\\ude00"}', (text) => new AIMessageChunk(text));
      expect((await collect(parser.transform(chunks))).at(-1)).to.deep.equal({ a: 'é\n"😀' });
    });

    it('finds a fenced block that comes in pieces', async () => {
      expect(await stream('Su', 're:\n`', '``js', 'on\n', '{"a"', ': 1', '}\n`', '`` bye')).to.deep.equal([
        {},
        { a: 1 },
      ]);
    });

    it('gives a value that stands alone at the end', async () => {
      expect(await stream('4', '2')).to.deep.equal([42]);
      expect(await stream('"a', 'b"')).to.deep.equal(['ab']);
    });

    it('fails as invoke does, at the end', async () => {
      for (const text of ['no JSON', '{"a": 1', '{"a": 1} more', '{"a": bad}', '']) {
        const streamed = (await caught(stream(...Array.from(text), ''))) as Error;
        expect(streamed, text).to.be.instanceOf(OutputParserError);
        expect(streamed.message).to.equal(((await caught(parser.invoke(text))) as Error).message);
      }
    });

    it('gives nothing for no input', async () => {
      expect(await stream()).to.deep.equal([]);
    });

    it('in any pieces ends with what JSON.parse gives, and grows towards it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.json({ maxDepth: 4 }),
          fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
          fc.boolean(),
          async (json, sizes, fenced) => {
            const text = fenced ? `So:\n\`\`\`json\n${json}\n\`\`\`` : json;
            const texts: string[] = [];
            for (let at = 0, turn = 0; at < text.length; turn += 1) {
              const size = sizes[turn % sizes.length] as number;
              texts.push(text.slice(at, at + size));
              at += size;
            }
            const readings = await stream(...texts);
            expect(readings.at(-1)).to.deep.equal(JSON.parse(json));
            expect(await parser.invoke(text)).to.deep.equal(JSON.parse(json));
          },
        ),
      );
    });

    it('keeps __proto__ as data', async () => {
      const [reading] = (await stream('{"__proto__": {"polluted": true}} ')) as [object];
      expect(Object.keys(reading)).to.deep.equal(['__proto__']);
      expect('polluted' in reading).to.equal(false);
    });

    // So many that reading the text anew for each of them would not end in time.
    it('reads 100,000 deltas of one long string in linear time', async () => {
      function* deltas(): Generator<string> {
        yield '{"text": "';
        for (let at = 0; at < 100_000; at += 1) yield 'word ';
        yield '"}';
      }
      let last: unknown;
      for await (const reading of parser.transform(deltas())) last = reading;
      expect(last).to.deep.equal({ text: 'word '.repeat(100_000) });
    });
  });
});
