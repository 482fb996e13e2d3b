import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import MiniSearch from 'minisearch';
import {
  ChatPromptTemplate,
  Embeddings,
  FakeChatModel,
  FakeEmbeddings,
  FullTextRetriever,
  Retriever,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  type Document,
  type Embedding,
  type RunContext,
} from 'runwright';
import { caught } from '../../support/caught.js';
import { collect } from '../../support/collect.js';
import { Recorder } from '../../support/observing.js';

const documents = [
  { id: 'sky', title: 'Sky', text: 'Air scatters blue light more than red light.' },
  { id: 'sea', title: 'Sea', text: 'Water is blue where it is deep.' },
  { id: 'rose', title: 'Rose', text: 'Roses are red.' },
];

describe('Retriever', () => {
  class Notes extends Retriever {
    override async retrieve(query: string, ctx: RunContext): Promise<Document[]> {
      return documents
        .filter(({ text }) => text.includes(query))
        .map(({ id, text }) => ({ id, pageContent: text, metadata: { ...ctx.kwargs } }));
    }
  }

  it('C2.27 is a runnable: a query in, documents out, in a run of type retriever', async () => {
    const recorder = new Recorder();
    const notes = new Notes();
    expectTypeOf(notes.invoke).returns.resolves.toEqualTypeOf<Document[]>();
    expect(await notes.invoke('deep', { callbacks: [recorder] }, { k: 1 })).to.deep.equal([
      { id: 'sea', pageContent: 'Water is blue where it is deep.', metadata: { k: 1 } },
    ]);
    expect((await notes.batch(['red', 'blue'])).map((found) => found.map(({ id }) => id))).to.deep.equal([
      ['sky', 'rose'],
      ['sky', 'sea'],
    ]);
    expect(recorder.named('Notes').runType).to.equal('retriever');
  });

  it('A19.14 is told of with its query, and with the documents that it found', async () => {
    const chain = RunnableSequence.from([(text: string) => text.trim(), new Notes()]);
    const events = await collect(chain.streamEvents(' deep '));
    const [start, end] = ['on_retriever_start', 'on_retriever_end'].map(
      (name) => events.find(({ event }) => event === name)?.data,
    );
    expect(start).to.deep.equal({ input: { query: 'deep' } });
    expect(end).to.have.nested.property('output[0].id', 'sea');
  });

  it('refuses a query that is no text', async () => {
    expect(((await caught(new Notes().invoke({ query: 'deep' } as never))) as Error).message).to.equal(
      '[R306] Notes expects a query string, got an object with query.',
    );
  });

  it('C2.27 stands in a chain', async () => {
    const model = new FakeChatModel({ responses: ['Because.'] });
    const chain = RunnableSequence.from([
      RunnableParallel.from({ context: new Notes(), question: new RunnablePassthrough<string>() }),
      ChatPromptTemplate.fromMessages(['{context} {question}']),
      model,
      new StringOutputParser(),
    ]);
    expect(await chain.invoke('deep')).to.equal('Because.');
    expect(model.calls[0]?.messages[0]?.text).to.include('Water is blue');
  });
});

describe('FullTextRetriever', () => {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['title', 'text'] });
  index.addAll(documents);

  it('finds documents by the words of a query, the best first', async () => {
    const found = await new FullTextRetriever({ index }).invoke('red light');
    expect(found.map(({ id }) => id)).to.deep.equal(['sky', 'rose']);
    expect(found[0]?.pageContent).to.equal('Air scatters blue light more than red light.');
    expect(Object.keys(found[0]?.metadata ?? {}).sort()).to.deep.equal(['score', 'title']);
    expect(await new FullTextRetriever({ index }).invoke('nothing of it')).to.have.length(1);
    expect(await new FullTextRetriever({ index }).invoke('xyzzy')).to.deep.equal([]);
  });

  it('finds no more than k, with options of the search', async () => {
    const retriever = new FullTextRetriever({
      index,
      k: 1,
      searchOptions: { prefix: true },
      textField: 'title',
    });
    expect((await retriever.invoke('blu')).map(({ pageContent }) => pageContent)).to.have.length(1);
    expect(retriever.invokeSync('ros')[0]).to.deep.include({ id: 'rose', pageContent: 'Rose' });
  });

  it('leaves fields out of the metadata, and says where an index gives no text', async () => {
    const brief = new FullTextRetriever({ index, omit: ['score'] });
    expect((await brief.invoke('roses'))[0]?.metadata).to.deep.equal({ title: 'Rose' });
    const blank = new FullTextRetriever({ index, textField: 'body' });
    expect(((await caught(blank.invoke('roses'))) as Error).message).to.match(
      /^\[R306\] FullTextRetriever expects hits with their text in the stored field "body", got an object with id, score, /,
    );
  });

  it('needs an index and a k', () => {
    expect(() => new FullTextRetriever({ index: {} as never })).to.throw(
      '[A102] FullTextRetriever: index must be an object with a method `search`, got an empty object.',
    );
    expect(() => new FullTextRetriever({ index, k: 0 })).to.throw(
      'k must be an integer from 1, got 0 (number).',
    );
  });
});

describe('Embeddings', () => {
  it('embed a query by invoke, and a batch with one call', async () => {
    const embeddings = new FakeEmbeddings({ dimensions: 3 });
    expectTypeOf(embeddings.invoke).returns.resolves.toEqualTypeOf<Embedding>();
    const one = await embeddings.invoke('a');
    expect(one).to.have.length(3);
    expect(Math.hypot(...one)).to.be.closeTo(1, 1e-9);
    const all = await embeddings.batch(['a', 'b', 'c']);
    expect(all[0]).to.deep.equal(one);
    expect(all[1]).not.to.deep.equal(one);
    expect(embeddings.calls).to.deep.equal([['a'], ['a', 'b', 'c']]);
    expect(await embeddings.batch([])).to.deep.equal([]);
    const recorder = new Recorder();
    await embeddings.batch(['a', 'b'], { callbacks: [recorder] });
    expect(recorder.runs.map(({ runType }) => runType)).to.deep.equal(['embeddings', 'embeddings']);
  });

  it('embed a large batch in several calls, of which so many are under way at once', async () => {
    let running = 0;
    let most = 0;
    class Slow extends FakeEmbeddings {
      override get batchSize(): number {
        return 2;
      }
      override embedDocuments(texts: readonly string[]): never {
        most = Math.max(most, (running += 1));
        return new Promise((resolve) =>
          setImmediate(() => {
            running -= 1;
            resolve(super.embedDocuments(texts));
          }),
        ) as never;
      }
    }
    const slow = new Slow();
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const vectors = await slow.batch(texts, { maxConcurrency: 2 });
    expect(slow.calls).to.deep.equal([['a', 'b'], ['c', 'd'], ['e']]);
    expect(most).to.equal(2);
    expect(vectors).to.deep.equal(await Promise.all(texts.map((text) => new FakeEmbeddings().invoke(text))));
  });

  it('fail for the texts of the call that fails, and for no others', async () => {
    class Picky extends FakeEmbeddings {
      override get batchSize(): number {
        return 2;
      }
      override embedDocuments(texts: readonly string[]): Embedding[] {
        if (texts.includes('bad')) throw new Error('bad text');
        return super.embedDocuments(texts);
      }
    }
    const results = await new Picky().batchSettled(['a', 'bad', 'c']);
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled']);
  });

  it('may embed queries in another way, and must give a vector for each text', async () => {
    class Two extends Embeddings {
      override embedDocuments(): Embedding[] {
        return [[1]];
      }
      override embedQuery(): Embedding {
        return [2];
      }
    }
    expect(await new Two().invoke('x')).to.deep.equal([2]);
    expect(((await caught(new Two().batch(['x', 'y']))) as Error).message).to.equal(
      '[R306] Two.embedDocuments expects to return a list of 2 vectors, got an array of 1.',
    );
  });

  it('are steps of a batched chain, which embeds all texts together', async () => {
    const embeddings = new FakeEmbeddings();
    const chain = RunnableSequence.from([(text: string) => text.trim(), embeddings]);
    await chain.batch([' a ', ' b ']);
    expect(embeddings.calls).to.deep.equal([['a', 'b']]);
  });
});
