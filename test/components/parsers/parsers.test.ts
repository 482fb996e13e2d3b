import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  AIMessageChunk,
  BooleanOutputParser,
  CommaSeparatedListOutputParser,
  EnumOutputParser,
  FakeChatModel,
  JsonOutputParser,
  MarkdownListOutputParser,
  NumberedListOutputParser,
  OutputFixingParser,
  OutputParser,
  OutputParserError,
  RunnableLambda,
  RunnableSequence,
  StrOutputParser,
  StringOutputParser,
  StructuredOutputParser,
  ToolCallParser,
  XMLOutputParser,
  addChunks,
} from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { Recorder } from '../../support/observing.js';
import { fc } from '../../support/properties.js';

const pieces = (text: string, ...sizes: number[]): string[] => {
  const found: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    found.push(text.slice(at, at + size));
    at += size;
  }
  return found;
};

describe('output parsers', () => {
  it('C2.27 are runnables: text or a message in, a value out', async () => {
    const parser = new StringOutputParser();
    expect(await parser.invoke(new AIMessage('hi'))).to.equal('hi');
    expect(parser.invokeSync('hi')).to.equal('hi');
    expect(await parser.batch(['a', new AIMessage([{ type: 'text', text: 'b' }])])).to.deep.equal(['a', 'b']);
    const chain = RunnableSequence.from([
      (text: string) => new AIMessage(text),
      parser,
      (text: string) => text.length,
    ]);
    expect(await chain.invoke('four')).to.equal(4);
    expect(StrOutputParser).to.equal(StringOutputParser);
    expect(parser.getName()).to.equal('StringOutputParser');
  });

  it('refuse what is neither text nor a message', () => {
    expect(() => new StringOutputParser().invokeSync({} as never)).to.throw(
      "[R306] StringOutputParser expects text or a model's message, got an empty object.",
    );
  });

  it('may be written by users, and say what is wrong with an answer', async () => {
    class Score extends OutputParser<number> {
      parse(text: string): number {
        return Number(/\d+/.exec(text)?.[0] ?? this.fail(text, 'There is no number in it.'));
      }
    }
    expect(await new Score().invoke('I give it 7 points.')).to.equal(7);
    const error = (await caught(new Score().invoke('none'))) as OutputParserError;
    expect(error).to.be.instanceOf(OutputParserError);
    expect(error.message).to.equal(
      '[R352] Score cannot read the answer "none" (string). There is no number in it.',
    );
    expect([error.code, error.answer, error.parser]).to.deep.equal(['R352', 'none', 'Score']);
  });

  it('have what they run themselves below their own run', async () => {
    class Asking extends OutputParser<string> {
      parse(text: string): Promise<string> {
        return RunnableLambda.from((all: string) => all, { name: 'asked' }).invoke(text);
      }
    }
    const recorder = new Recorder();
    await new Asking().invoke('x', { callbacks: [recorder] });
    expect(recorder.tree).to.deep.equal(['Asking', 'Asking/asked']);
  });

  it('shorten the answer in the error, and keep all of it', async () => {
    const answer = 'blue as the sky '.repeat(20);
    const error = (await caught(new EnumOutputParser(['red', 'green']).invoke(answer))) as OutputParserError;
    expect(error.message).to.equal(
      '[R352] EnumOutputParser cannot read the answer "blue as the sky blue as the sky blue as the sky blue as ... (string). It is not one of: red, green.',
    );
    expect(error.answer).to.equal(answer);
  });

  describe('tell the model which format to answer in', () => {
    const schema = { title: 'Sum', type: 'object', properties: { sum: { type: 'number' } } };
    const structured = StructuredOutputParser.from(schema);
    const model = new FakeChatModel({ responses: ['x'] });
    const parsers: [OutputParser<unknown>, string][] = [
      [new StringOutputParser(), ''],
      [new JsonOutputParser(), 'Answer with JSON and nothing else.'],
      [
        new CommaSeparatedListOutputParser(),
        'Answer with a list of values separated by commas, such as: `foo, bar, baz`.',
      ],
      [
        new NumberedListOutputParser(),
        'Answer with a numbered list, each item on a line of its own, such as:\n1. foo\n2. bar',
      ],
      [
        new MarkdownListOutputParser(),
        'Answer with a Markdown list, each item on a line of its own, such as:\n- foo\n- bar',
      ],
      [new EnumOutputParser(['red', 'green']), 'Answer with one of these and nothing else: red, green'],
      [new BooleanOutputParser(), 'Answer with YES or NO and nothing else.'],
      [new XMLOutputParser(), 'Answer with one XML element and nothing else; close every tag.'],
      [
        structured,
        `Answer with JSON that conforms to this JSON Schema, and nothing else:\n\`\`\`json\n${JSON.stringify(schema, undefined, 2)}\n\`\`\``,
      ],
      [new ToolCallParser('sum', structured), 'Call the tool sum.'],
      [
        new OutputFixingParser({ parser: new BooleanOutputParser(), model }),
        'Answer with YES or NO and nothing else.',
      ],
    ];
    for (const [parser, instructions] of parsers) {
      it(parser.getName(), () => {
        expect(parser.getFormatInstructions()).to.equal(instructions);
      });
    }

    it('in the words of what they read themselves, where those have an example', async () => {
      const [commas, numbered, markdown] = [
        new CommaSeparatedListOutputParser(),
        new NumberedListOutputParser(),
        new MarkdownListOutputParser(),
      ].map((parser) => parser.parse(/such as:\s*`?([^`]*)/.exec(parser.getFormatInstructions())?.[1] ?? ''));
      expect(commas).to.deep.equal(['foo', 'bar', 'baz']);
      expect(numbered).to.deep.equal(['foo', 'bar']);
      expect(markdown).to.deep.equal(['foo', 'bar']);
    });
  });

  describe('StringOutputParser', () => {
    it('streams the text of each chunk as it comes', async () => {
      const seen: string[] = [];
      const chunks = (async function* () {
        for (const text of ['Hel', '', 'lo']) {
          seen.push(`made ${text}`);
          yield new AIMessageChunk(text);
        }
      })();
      for await (const chunk of new StringOutputParser().transform(chunks)) seen.push(`read ${chunk}`);
      expect(seen).to.deep.equal(['made Hel', 'read Hel', 'made ', 'read ', 'made lo', 'read lo']);
    });
  });

  describe('lists', () => {
    it('separated by commas, with quotes', async () => {
      const parser = new CommaSeparatedListOutputParser();
      expect(await parser.invoke(' red, green ,"blue, or ""so""", pink\nteal,')).to.deep.equal([
        'red',
        'green',
        'blue, or "so"',
        'pink',
        'teal',
      ]);
      expect(await parser.invoke('"never closed, so')).to.deep.equal(['"never closed', 'so']);
      expect(await parser.invoke('')).to.deep.equal([]);
    });

    it('numbered', async () => {
      const parser = new NumberedListOutputParser();
      expect(await parser.invoke('Sure:\n\n1. red\n 2) green\n3.14 is none\n10. 3. blue\n')).to.deep.equal([
        'red',
        'green',
        '3. blue',
      ]);
    });

    it('in Markdown', async () => {
      const parser = new MarkdownListOutputParser();
      expect(await parser.invoke('# Colours\n- red\n* green\n  + blue\n-none\n')).to.deep.equal([
        'red',
        'green',
        'blue',
      ]);
    });

    it('stream each item as soon as it is complete', async () => {
      const stream = async (parser: OutputParser<string[]>, ...texts: string[]): Promise<string[][]> =>
        collect(parser.transform(texts));
      expect(
        await stream(new CommaSeparatedListOutputParser(), 're', 'd, "a', ', b"', ', gr', 'een'),
      ).to.deep.equal([['red'], ['a, b'], ['green']]);
      expect(await stream(new NumberedListOutputParser(), '1. r', 'ed\n2', '. green\n', 'bye')).to.deep.equal(
        [['red'], ['green']],
      );
      expect(await stream(new MarkdownListOutputParser(), 'none')).to.deep.equal([[]]);
    });

    // So many that looking through all of the item for each of its commas would not end in time.
    it('read 100,000 deltas of a quoted item in linear time', async () => {
      function* deltas(): Generator<string> {
        yield 'red, "';
        for (let at = 0; at < 100_000; at += 1) yield 'and, ';
        yield 'so", green';
      }
      const items = await collect(new CommaSeparatedListOutputParser().transform(deltas()));
      expect(items).to.deep.equal([['red'], [`${'and, '.repeat(100_000)}so`], ['green']]);
    });

    for (const parser of [
      new CommaSeparatedListOutputParser(),
      new NumberedListOutputParser(),
      new MarkdownListOutputParser(),
    ]) {
      it(`streamed in any pieces add up to what invoke gives: ${parser.getName()}`, async () => {
        const text = fc
          .array(fc.constantFrom(',', '"', '""', '\n', ' ', 'a', 'b', '1. ', '- ', '2)'), { maxLength: 20 })
          .map((parts) => parts.join(''));
        await fc.assert(
          fc.asyncProperty(
            text,
            fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
            async (all, sizes) => {
              fc.pre(all !== '');
              const streamed = addChunks(await collect(parser.transform(pieces(all, ...sizes))));
              expect(streamed).to.deep.equal(await parser.invoke(all));
            },
          ),
        );
      });
    }
  });

  describe('EnumOutputParser', () => {
    it('gives one of its values, typed', async () => {
      const parser = new EnumOutputParser(['happy', 'sad']);
      const mood = await parser.invoke(' Happy\n');
      expectTypeOf(mood).toEqualTypeOf<'happy' | 'sad'>();
      expect(mood).to.equal('happy');
    });

    it('minds case where the values do', async () => {
      const parser = new EnumOutputParser(['us', 'US']);
      expect(await parser.invoke('US')).to.equal('US');
      expect(((await caught(parser.invoke('Us'))) as Error).message).to.include('It is not one of: us, US.');
    });

    it('needs values', () => {
      for (const values of [[], [1 as never], 'red' as never])
        expect(() => new EnumOutputParser(values)).to.throw(
          '[A102] EnumOutputParser: values must be a list of at least one string, got ',
        );
    });
  });

  describe('BooleanOutputParser', () => {
    it('finds the one word, in any case, and only as a word', async () => {
      const parser = new BooleanOutputParser();
      expect(await parser.invoke('Yes, it does.')).to.equal(true);
      expect(await parser.invoke('NO')).to.equal(false);
      expect(await parser.invoke('no: yesterday it did not')).to.equal(false);
      expect(
        await new BooleanOutputParser({ trueValue: 'C++', falseValue: 'Rust' }).invoke('It is C++'),
      ).to.equal(true);
    });

    it('needs two words', () => {
      for (const words of [
        { trueValue: '' },
        { falseValue: 5 as never },
        { trueValue: 'no', falseValue: 'No' },
      ])
        expect(() => new BooleanOutputParser(words)).to.throw(
          /^\[A102\] BooleanOutputParser: (trueValue|falseValue) must be a word( other than trueValue)?, got /,
        );
    });

    it('fails for both words and for none', async () => {
      const parser = new BooleanOutputParser();
      expect(((await caught(parser.invoke('yes and no'))) as Error).message).to.include(
        'It contains both YES and NO',
      );
      expect(((await caught(parser.invoke('perhaps'))) as Error).message).to.include(
        'It contains neither YES nor NO',
      );
    });
  });
});
