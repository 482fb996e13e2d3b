import { expect } from 'chai';
import type { Passage } from '../../../examples/ask-docs/corpus/passage.js';
import { CheckQuestion } from '../../../examples/ask-docs/search/check-question.js';
import { ExpandQuestion } from '../../../examples/ask-docs/search/expand-question.js';
import { MiniSearchIndex } from '../../../examples/ask-docs/search/minisearch-index.js';
import { RankPassages } from '../../../examples/ask-docs/search/rank-passages.js';
import { Retrieve } from '../../../examples/ask-docs/search/retrieve.js';
import { UserError } from '../../../examples/ask-docs/user-error.js';
import { caught } from '../../support/caught.js';

const passage = (headings: readonly string[], text: string): Passage => ({
  path: `${headings[0] ?? ''}/README.md`,
  line: 1,
  headings,
  text,
});

const PASSAGES = [
  passage(['retrier', 'Aborting'], 'Pass an `AbortSignal` to give up.'),
  passage(['retrier', 'Waiting'], 'Each attempt waits longer than the one before.'),
  passage(['queue', 'Order'], 'Tasks of a queue run in order.'),
  passage(['checker'], 'Property based testing for JavaScript.'),
  passage(['tables'], 'Based on tests, a property of each table is set.'),
];

describe('ask-docs: search', () => {
  const index = new MiniSearchIndex();
  index.add(PASSAGES);
  const retrieve = new Retrieve(index);
  const expand = new ExpandQuestion();
  const rank = new RankPassages();

  const ask = async (text: string): Promise<readonly Passage[]> => {
    const question = { text, folder: 'docs' };
    const [literal, expanded] = [retrieve.run(question), retrieve.run(expand.run(question))];
    return (await rank.invoke({ question, literal, expanded })).passages;
  };

  it('finds passages by their headings and text, the best first', async () => {
    expect((await ask('In which order do the tasks run?'))[0]).to.equal(PASSAGES[2]);
    expect((await ask('How do I abort the retrier?'))[0]).to.equal(PASSAGES[0]);
  });

  it('finds in other words what the question does not say', async () => {
    expect(retrieve.run({ text: 'cancelling', folder: 'docs' })).to.deep.equal([]);
    const expanded = retrieve.run(expand.run({ text: 'cancelling', folder: 'docs' }));
    expect(expanded[0]?.passage).to.equal(PASSAGES[0]);
  });

  it('prefers words that stand together as they do in the question', async () => {
    expect((await ask('What is property-based testing?'))[0]).to.equal(PASSAGES[3]);
  });

  it('takes one of several passages of the same text', async () => {
    const copies = PASSAGES.slice(0, 1).map((original) => ({ ...original, path: 'copy.md' }));
    const hits = [...PASSAGES, ...copies].map((found) => ({ passage: found, score: 1 }));
    const question = { text: 'aborting', folder: 'docs' };
    const { passages } = await rank.invoke({ question, literal: hits, expanded: [] });
    expect(passages).to.deep.equal([PASSAGES[0]]);
  });

  it('knows a package that is named', async () => {
    expect((await ask('What does the checker do?')).map(({ headings }) => headings[0])).to.deep.equal([
      'checker',
    ]);
  });

  it('lets no question pass that has no word to look up', async () => {
    const check = new CheckQuestion();
    const question = { text: 'How do I cancel?', folder: 'docs' };
    expect(await check.invoke(question)).to.equal(question);
    const error = await caught(check.invoke({ text: 'How do I?', folder: 'docs' }));
    expect(error).to.be.instanceOf(UserError);
    expect((error as Error).message).to.equal('"How do I?" has no word that could be looked up.');
  });

  it('says that nothing is about the question, even if a word of it occurs', async () => {
    for (const text of ['Who baked the cake?', 'Which order did the emperor of Rome give his legions?']) {
      const error = await caught(ask(text));
      expect(error).to.be.instanceOf(UserError);
      expect((error as Error).message).to.equal(`Nothing in docs is about "${text}".`);
    }
  });
});
