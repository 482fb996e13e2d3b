import { expect } from 'chai';
import { wordsAndNames, wordsOfName } from '../../../examples/ask-docs/search/names.js';
import { words } from '../../../examples/ask-docs/search/words.js';

describe('ask-docs: words', () => {
  const same = (...forms: string[]): void => {
    expect(new Set(forms.map((form) => words(form).join()))).to.have.lengthOf(1);
  };

  it('takes the forms of a word for one', () => {
    same('retry', 'retries', 'retried', 'retrying', 'Retry');
    same('stop', 'stops', 'stopped', 'stopping');
    same('cache', 'caches', 'cached', 'caching');
    same('class', 'classes');
    same('call', 'calls', 'called', 'calling');
    same('cancel', 'cancelled', 'canceling');
    same('colour', 'color', 'colours');
    same('serialise', 'serialize', 'serialising');
  });

  it('drops what says nothing, short forms included', () => {
    expect(words("How do I get what isn't there?")).to.deep.equal([]);
  });

  it('gives an identifier and its parts', () => {
    expect(words('AbortSignal')).to.deep.equal(['abortsignal', 'abort', 'signal']);
    expect(words('multi-line')).to.deep.equal(['multilin', 'multi', 'lin']);
    expect(words('(sub)commands')).to.deep.equal(words('subcommands'));
  });

  it('knows a package by its name as one word, in a question also by two', () => {
    expect(wordsOfName('lru-cache')).to.deep.equal(['lrucach']);
    expect(wordsOfName('@langchain/core')).to.deep.equal(['langchaincor', 'langchain']);
    expect(wordsAndNames('an LRU cache')).to.include('lrucach');
  });
});
