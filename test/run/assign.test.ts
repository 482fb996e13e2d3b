import { expect } from 'chai';
import {
  InvalidInputError,
  InvalidOptionError,
  InvalidStepError,
  RunnableAssign,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  addChunks,
  addable,
  runPathOf,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { untilAborted } from '../support/until-aborted.js';

interface Doc {
  readonly text: string;
}

const count = ({ text }: Doc): number => text.split(' ').length;

/** Chunks of an object, key by key. */
const doc = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
  yield addable({ text: 'to be' });
  yield addable({ text: ' or not', page: 1 });
});

describe('RunnableAssign', () => {
  it('A7.3 gives the keys of the input and those that are assigned, which count in a conflict', async () => {
    const assign = RunnableAssign.from({ text: ({ text }: Doc) => text.toUpperCase(), words: count });
    const input = { text: 'to be', page: 1 };
    expect(await assign.invoke(input)).to.deep.equal({ text: 'TO BE', page: 1, words: 2 });
    expect(assign.invokeSync(input)).to.deep.equal({ text: 'TO BE', page: 1, words: 2 });
    expect(input).to.deep.equal({ text: 'to be', page: 1 });
  });

  it('A7.3 shows every step the input and none the output of another', async () => {
    const seen: object[] = [];
    const look = (input: Doc): number => seen.push(input);
    await RunnableAssign.from({ a: look, b: async (input: Doc) => look(input) }).invoke({ text: 'x' });
    expect(seen).to.deep.equal([{ text: 'x' }, { text: 'x' }]);
  });

  it('A7.2 takes nothing but objects, whichever way it runs (D11)', async () => {
    const assign = RunnableAssign.from({ size: () => 1 });
    for (const input of ['text', 1, null, undefined, ['list']] as never[]) {
      for (const error of [
        await caught(assign.invoke(input)),
        await caught(collect(assign.stream(input))),
        await caught(assign.batch([input])),
      ]) {
        expect(error).to.be.instanceOf(InvalidInputError);
      }
    }
    expect(await caught(assign.invoke('text' as never))).to.have.property(
      'message',
      '[R306] RunnableAssign<size> expects an object, got "text" (string).',
    );
  });

  it('A7.4 streams the input first, without the keys that are assigned, then the steps', async () => {
    const mapper = {
      text: ({ text }: Doc) => text.toUpperCase(),
      letters: async function* (chunks: AsyncIterable<Doc>) {
        for await (const { text } of chunks) yield text.length;
      },
    };
    const chunks = await collect(doc.pipe(RunnableAssign.from(mapper)).stream(0));
    expect(chunks[0]).to.deep.equal({ page: 1 });
    expect(chunks.slice(1)).to.have.deep.members([{ text: 'TO BE OR NOT' }, { letters: 5 }, { letters: 7 }]);
    expect(addChunks(chunks)).to.deep.equal({ page: 1, text: 'TO BE OR NOT', letters: 12 });
  });

  it('A7.4 begins with the steps while the input is still coming', async () => {
    const order: string[] = [];
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
      yield addable({ text: 'a' });
      yield addable({ text: 'b' });
      order.push('input ended');
    });
    const first = async function* (chunks: AsyncIterable<Doc>): AsyncGenerator<number> {
      for await (const { text } of chunks) {
        order.push(`step got ${text}`);
        yield text.length;
      }
    };
    const chunks = await collect(source.pipe(RunnableAssign.from({ first })).stream(0));
    expect(order.indexOf('step got a')).to.be.lessThan(order.indexOf('input ended'));
    expect(chunks).to.deep.equal([{ text: 'a' }, { text: 'b' }, { first: 1 }, { first: 1 }]);
  });

  it('A7.5 gives chunks that add up, also behind one another', async () => {
    const chain = doc
      .assign({ words: count })
      .assign({ twice: ({ words }) => words * 2, words: ({ words }) => String(words) });
    const output = { text: 'to be or not', page: 1, words: '4', twice: 8 };
    expect(await chain.invoke(0)).to.deep.equal(output);
    expect(addChunks(await collect(chain.stream(0)))).to.deep.equal(output);
    expect(await chain.batch([0, 0])).to.deep.equal([output, output]);
  });

  it('A7.6 streams the input alone where nothing is assigned', async () => {
    const nothing = RunnableAssign.from({});
    expect(await nothing.invoke({ a: 1 })).to.deep.equal({ a: 1 });
    expect(await collect(nothing.stream({ a: 1 }))).to.deep.equal([{ a: 1 }]);
    expect(await collect(nothing.stream({}))).to.deep.equal([]);
  });

  it('A7.9 is what assign makes a chain with', async () => {
    const chain = RunnableLambda.from((text: string) => ({ text })).assign({ words: count });
    expect(chain).to.be.instanceOf(RunnableSequence);
    expect((chain as unknown as RunnableSequence<unknown, unknown>).last).to.be.instanceOf(RunnableAssign);
    expect(await chain.invoke('to be')).to.deep.equal({ text: 'to be', words: 2 });
  });

  it('A9.2 gives its arguments to no step', async () => {
    const kwargs = (_: unknown, ctx: RunContext): unknown => ctx.kwargs;
    const assign = RunnableAssign.from({ kwargs }).bind({ k: 1 });
    expect(await assign.invoke({})).to.deep.equal({ kwargs: {} });
    expect(await collect(assign.stream({ a: 1 }))).to.deep.equal([{ a: 1 }, { kwargs: {} }]);
  });

  it('A25.1 works on as many steps at once as maxConcurrency says', async () => {
    let running = 0;
    let most = 0;
    const step = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
    };
    await RunnableAssign.from({ a: step, b: step, c: step }).invoke({}, { maxConcurrency: 2 });
    expect(most).to.equal(2);
  });

  it('A1.2 is named by its keys', () => {
    expect(RunnablePassthrough.assign({ a: count, b: count }).getName()).to.equal('RunnableAssign<a,b>');
    expect(RunnableAssign.from({ a: count }, { name: 'counted' }).getName()).to.equal('counted');
  });

  it('C2.16 is made of steps by key, coerced in depth, or of a parallel', async () => {
    const nested = RunnablePassthrough.assign({ facts: { words: count, same: new RunnablePassthrough() } });
    expect(await nested.invoke({ text: 'x' })).to.deep.equal({
      text: 'x',
      facts: { words: 1, same: { text: 'x' } },
    });
    const parallel = RunnableParallel.from({ words: count });
    const assign = new RunnableAssign(parallel);
    expect(assign.mapper).to.equal(parallel);
    expect(await assign.invoke({ text: 'to be' })).to.deep.equal({ text: 'to be', words: 2 });
  });

  it('refuses what cannot stand as a step, naming its key', () => {
    expect(() => RunnableAssign.from({ words: 1 })).to.throw(
      InvalidStepError,
      '[A103] RunnableAssign, key "words" must be a runnable, a function, or an object of these, got 1 (number).',
    );
    expect(() => RunnableAssign.from(null as never)).to.throw(
      InvalidOptionError,
      'mapping must be an object of steps',
    );
  });

  it('takes prototype keys for data', async () => {
    const input = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as object;
    const assign = RunnableAssign.from({ constructor: () => 1 });
    for (const output of [await assign.invoke(input), addChunks(await collect(assign.stream(input)))]) {
      expect(Object.getPrototypeOf(output)).to.equal(Object.prototype);
      expect(Object.keys(output as object)).to.have.members(['__proto__', 'a', 'constructor']);
      expect((output as { polluted?: boolean }).polluted).to.equal(undefined);
    }
  });

  it('tells the path of an error in a step', async () => {
    const fail = (): never => {
      throw new Error('offline');
    };
    const assign = RunnableAssign.from({ fail });
    const path = 'RunnableAssign<fail> > RunnableParallel<fail> > fail';
    expect(runPathOf(await caught(assign.invoke({})))).to.equal(path);
    expect(
      runPathOf(await caught(RunnableAssign.from({ fail: async () => fail() }, {}).invoke({}))),
    ).to.equal(path);
    expect(runPathOf(await caught(collect(assign.stream({ a: 1 }))))).to.equal(path);
  });

  it('passes on the failure of a step while the input is still coming', async () => {
    let ended = false;
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
      try {
        for (let a = 0; ; a += 1) yield addable({ a });
      } finally {
        ended = true;
      }
    });
    const failing = RunnableGenerator.from(async function* (
      _: AsyncIterable<unknown>,
    ): AsyncGenerator<never> {
      await Promise.resolve();
      throw new Error('step');
    });
    const stream = source.pipe(new RunnableAssign({ failing })).stream(0);
    expect(await caught(collect(stream))).to.have.property('message', 'step');
    expect(ended).to.equal(true);
  });

  it('ends the steps and the input of a stream that is left early', async () => {
    const ended: string[] = [];
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
      try {
        yield addable({ a: 1 });
        yield addable({ a: 1 });
      } finally {
        ended.push('input');
      }
    });
    const step = RunnableGenerator.from(async function* (chunks: AsyncIterable<unknown>) {
      try {
        for await (const chunk of chunks) yield chunk;
      } finally {
        ended.push('step');
      }
    });
    for await (const _ of source.pipe(new RunnableAssign({ step })).stream(0)) break;
    expect(ended).to.have.members(['input', 'step']);
  });

  it('aborts a step that is still busy when the stream is left', async () => {
    const assign = RunnableAssign.from({ step: untilAborted });
    const stream = assign.stream({ a: 1 });
    expect(await stream.next()).to.deep.equal({ done: false, value: { a: 1 } });
    await stream.return();
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('aborts a step that is still busy when the input fails', async () => {
    let reason: unknown;
    const step = async (input: unknown, ctx: RunContext): Promise<never> => {
      try {
        return await untilAborted(input, ctx);
      } catch (error) {
        reason = error;
        throw error;
      }
    };
    const source = RunnableGenerator.from(async function* (_: AsyncIterable<unknown>) {
      yield addable({ a: 1 });
      throw new Error('input');
    });
    const early = RunnableGenerator.from(async function* (chunks: AsyncIterable<unknown>, ctx) {
      for await (const chunk of chunks) yield await step(chunk, ctx);
    });
    const stream = source.pipe(new RunnableAssign({ early })).stream(0);
    expect(await caught(collect(stream))).to.have.property('message', 'input');
    expect(reason).to.have.property('message', 'input');
  });
});
