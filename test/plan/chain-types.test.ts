import { expect } from 'chai';
import { diagnosticsOf } from '../support/diagnostics.js';

const HEAD = `
import { RunnableGenerator, RunnableLambda, RunnableSequence } from 'runwright';
interface Question { readonly text: string }
interface Answer { readonly score: number }
const ask = RunnableLambda.from((question: Question) => question.text);
const rate = RunnableLambda.from((answer: Answer) => answer.score);
`;

const CASES = {
  list: 'RunnableSequence.from([ask, (text: string) => text.length, rate]);',
  pipe: 'ask.pipe(rate);',
  generator: `ask.pipe(
    async function* (chunks: AsyncIterable<string>) { for await (const chunk of chunks) yield chunk.length; },
    (answer: Answer) => answer,
  );`,
  branch: 'ask.pipe({ score: rate });',
  one: 'RunnableSequence.from([ask]);',
  thirty: `RunnableLambda.from((x: number) => x)${'.pipe((x) => x + 1)'.repeat(30)}.invoke(1);
    RunnableSequence.from([${Array.from({ length: 40 }, () => '(x: number) => x + 1').join(', ')}]);`,
};

describe('a chain that does not fit', function () {
  this.timeout(60_000);
  let texts: Record<keyof typeof CASES, string[]>;

  before(() => {
    const names = Object.keys(CASES) as (keyof typeof CASES)[];
    const found = diagnosticsOf(names.map((name) => `${HEAD}${CASES[name]}\nexport {};\n`));
    texts = Object.fromEntries(
      names.map((name, index) => [name, found[index]?.map(({ text }) => text) ?? []]),
    ) as typeof texts;
  });

  it('is told by one message that has both types and the position, in a list', () => {
    expect(texts.list).to.have.length(1);
    expect(texts.list[0]).to.include(
      'StepMismatch<"The step after step 2 does not accept its output.", number, Answer>',
    );
  });

  it('is told by one message that has both types, in a pipe', () => {
    expect(texts.pipe).to.have.length(1);
    expect(texts.pipe[0]).to.include(
      'StepMismatch<"The first piped step does not accept the output of the runnable.", string, Answer>',
    );
  });

  it('is told by what a chunk is behind a generator function', () => {
    expect(texts.generator).to.have.length(1);
    expect(texts.generator[0]).to.include(
      'StepMismatch<"The step after piped step 1 does not accept its output.", number, Answer>',
    );
  });

  it('is told by the types of the branch', () => {
    expect(texts.branch).to.have.length(1);
    expect(texts.branch[0]).to.include('string, Answer>');
  });

  it('is told that one step is no chain', () => {
    expect(texts.one).to.have.length(1);
    expect(texts.one[0]).to.include('TooFewSteps');
  });

  it('is not told of long chains that fit: no TS2589', () => {
    expect(texts.thirty).to.deep.equal([]);
  });
});
