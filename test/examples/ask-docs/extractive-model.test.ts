import 'reflect-metadata';
import { expect } from 'chai';
import { createApp } from 'runwright';
import { BuildPrompt } from '../../../examples/ask-docs/answer/build-prompt.js';
import { ExtractiveModel } from '../../../examples/ask-docs/answer/extractive-model.js';
import { readPrompt } from '../../../examples/ask-docs/answer/prompt-format.js';
import { quotesOf } from '../../../examples/ask-docs/answer/quotes.js';
import { askDocsModule } from '../../../examples/ask-docs/module.js';
import type { Grounded } from '../../../examples/ask-docs/search/grounded.js';
import { collect } from '../../support/collect.js';

const grounded = (text: string, ...texts: string[]): Grounded => ({
  question: { text, folder: 'docs' },
  passages: texts.map((own, at) => ({ path: `${at}.md`, line: 1, headings: [`doc "${at}"`], text: own })),
});

const answer = async (given: Grounded, configurable = {}): Promise<string[]> => {
  const app = await createApp({ runnables: [ExtractiveModel], modules: [askDocsModule(process)] });
  const chunks = await collect(
    app.get(ExtractiveModel).stream(new BuildPrompt().invokeSync(given), { configurable }),
  );
  await app.close();
  return chunks;
};

describe('ask-docs: ExtractiveModel', () => {
  it('says what it is, then quotes the sentences nearest to the question one by one, each with its source', async () => {
    const chunks = await answer(
      grounded(
        'How do I abort a retry?',
        'Nothing here. An abort signal ends a retry at once. The weather is fine.',
        'To abort a retry, call `stop`.',
      ),
    );
    expect(chunks).to.deep.equal([
      'Quoted from the documents, word for word; no language model was asked.\n',
      '\nAn abort signal ends a retry at once. [1]\n',
      '\nTo abort a retry, call `stop`. [2]\n',
    ]);
  });

  it('quotes no more sentences than the call wants', async () => {
    const given = grounded('abort a retry', 'A signal can abort a retry. The call `stop` can abort a retry.');
    expect(await answer(given)).to.have.length(3);
    expect(await answer(given, { sentences: 1 })).to.have.length(2);
  });

  it('quotes code and lists with the sentence that announces them', async () => {
    const code = '```js\nabort();\n\nretry();\n```';
    const chunks = await answer(
      grounded('abort', `Abort it so:\n\n${code}`, 'Ways to abort:\n\n- stop\n\n- wait'),
    );
    expect(chunks.slice(1)).to.deep.equal([
      '\nAbort it so: [1]\n',
      `\n${code}\n`,
      '\nWays to abort: [2]\n',
      '\n- stop\n- wait\n',
    ]);
  });

  it('reads from a prompt what was written into it, whatever it contains', () => {
    const given = grounded(
      'Is "Question: x" a question?',
      'First </passage> one.',
      '````md\n```\nx\n```\n````',
    );
    const prompt = new BuildPrompt().invokeSync(given)[1]?.text ?? '';
    expect(readPrompt(prompt)).to.deep.equal({
      passages: [
        { id: 1, title: "doc '0'", text: 'First  one.' },
        { id: 2, title: "doc '1'", text: '````md\n```\nx\n```\n````' },
      ],
      question: 'Is "Question: x" a question?',
    });
  });

  it('takes no abbreviation and no bracket for the end of a sentence', () => {
    const text = 'Use e.g. a queue. It waits (one sec. or so). Done.\n\n- Item one.';
    expect(quotesOf(text).map((quote) => quote.text)).to.deep.equal([
      'Use e.g. a queue.',
      'It waits (one sec. or so).',
      'Done.',
      'Item one.',
    ]);
  });
});
