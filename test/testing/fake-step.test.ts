import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { AsynchronousStepError, InvalidOptionError, Runnable, Step, TimeoutError } from 'runwright';
import {
  after,
  chunks,
  FakeStep,
  fakeOf,
  hang,
  literal,
  pause,
  useFakeClock,
  type RecordedCall,
} from 'runwright/testing';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';

@Runnable({ name: 'model' })
class Model extends Step<string, number> {
  run(text: string): number {
    return text.length;
  }
}

describe('FakeStep', () => {
  it('answers by its script in turn, over and over', async () => {
    const fake = new FakeStep<string, string>({ responses: ['a', 'b'] });
    expect(await fake.batch(['1', '2', '3'], { maxConcurrency: 1 })).to.deep.equal(['a', 'b', 'a']);
    expect(fake.inputs).to.deep.equal(['1', '2', '3']);
  });

  it('throws the very Error of its script', async () => {
    const overloaded = new Error('overloaded');
    const fake = new FakeStep<string, string>({ responses: [overloaded] });
    expect(await caught(fake.invoke('x'))).to.equal(overloaded);
    expect(fake.calls[0]).to.deep.include({ status: 'failed', error: overloaded, output: undefined });
  });

  it('gives an Error that is an output', async () => {
    const value = new Error('a value');
    expect(await new FakeStep<string, Error>({ responses: [literal(value)] }).invoke('x')).to.equal(value);
  });

  it('streams chunks up to an Error, and gives their sum when it is invoked', async () => {
    const broken = new Error('cut off');
    const fake = new FakeStep<string, string>({
      responses: [chunks('Hel', 'lo'), chunks('Hel', broken, 'lo'), chunks('Hel', 'lo')],
    });
    expect(await collect(fake.stream('x'))).to.deep.equal(['Hel', 'lo']);
    const seen: string[] = [];
    const error = await caught(
      (async () => {
        for await (const chunk of fake.stream('x')) seen.push(chunk);
      })(),
    );
    expect(error).to.equal(broken);
    expect(seen).to.deep.equal(['Hel']);
    expect(await fake.invoke('x')).to.equal('Hello');
    expect(fake.calls.map(({ status, chunks: given }) => [status, given])).to.deep.equal([
      ['succeeded', ['Hel', 'lo']],
      ['failed', ['Hel']],
      ['succeeded', ['Hel', 'lo']],
    ]);
  });

  it('makes an answer of the input, the context and the number of the call', async () => {
    const fake = new FakeStep<string, string>({
      responses: (input, ctx, count) => `${input} ${String(ctx.kwargs['style'])} ${count}`,
    });
    expect(await fake.invoke('x', undefined, { style: 'short' })).to.equal('x short 0');
    const later = new FakeStep<string, string>({ responses: async (input) => chunks(input, '!') });
    expect(await collect(later.stream('x'))).to.deep.equal(['x', '!']);
  });

  it('takes its responses in the order of the calls, though their inputs are complete in another order', async () => {
    const fake = new FakeStep<string, string>({ responses: ['first', 'second'] });
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow = collect(
      fake.transform(
        (async function* () {
          yield 'slow';
          await finished;
        })(),
      ),
    );
    while (fake.calls.length === 0) await turns();
    expect(await collect(fake.transform(['quick']))).to.deep.equal(['second']);
    finish();
    expect(await slow).to.deep.equal(['first']);
  });

  it('notes a call for which no answer can be made as failed', async () => {
    const error = new Error('no such case');
    const fake = new FakeStep<string, string>({
      responses: () => {
        throw error;
      },
    });
    expect(await caught(fake.invoke('x'))).to.equal(error);
    expect(await caught(collect(fake.stream('x')))).to.equal(error);
    expect(fake.calls.map((one) => [one.status, one.error])).to.deep.equal([
      ['failed', error],
      ['failed', error],
    ]);
  });

  it('waits by the clock of the library', async () => {
    using clock = useFakeClock();
    const fake = new FakeStep<string, string>({ responses: [after(50, chunks('a', pause(30), 'b'))] });
    const output = fake.invoke('x');
    await clock.pass(79);
    expect(fake.calls[0]).to.deep.include({ status: 'running', chunks: ['a'] });
    await clock.pass(1);
    expect(await output).to.equal('ab');
  });

  it('hangs until it is aborted, by a timeout or a signal, with the reason itself', async () => {
    using clock = useFakeClock();
    const fake = new FakeStep<string, string>({ responses: [hang()] });
    const late = caught(fake.invoke('x', { timeout: 1000 }));
    await clock.pass(1000);
    expect(await late).to.be.instanceOf(TimeoutError);

    const controller = new AbortController();
    const stream = caught(collect(fake.stream('x', { signal: controller.signal })));
    const reason = new Error('no longer wanted');
    await clock.pass(0);
    controller.abort(reason);
    expect(await stream).to.equal(reason);
    await clock.pass(0);
    expect(fake.calls.map(({ status }) => status)).to.deep.equal(['failed', 'failed']);
  });

  it('notes a stream that its reader leaves', async () => {
    const fake = new FakeStep<string, string>({ responses: [chunks('a', 'b')] });
    for await (const _chunk of fake.stream('x')) break;
    expect(fake.calls[0]).to.deep.include({ status: 'left', chunks: ['a'] });
  });

  it('notes inputs, their chunks, configs, kwargs and attempts', async () => {
    const fake = new FakeStep<string, string>({ responses: [new Error('once'), 'ok'] });
    await fake
      .withRetry({ maxRetries: 1, delay: 0 })
      .invoke('x', { tags: ['t'], metadata: { m: 1 }, configurable: { c: 2 } }, { k: 3 });
    expect(fake.calls.map(({ attempt }) => attempt)).to.deep.equal([1, 2]);
    expect(fake.calls[1]).to.deep.include({ kwargs: { k: 3 }, status: 'succeeded', output: 'ok' });
    expect(fake.calls[1]?.config).to.deep.include({
      tags: ['t'],
      metadata: { m: 1, c: 2 },
      configurable: { c: 2 },
    });

    fake.clear();
    await caught(collect(fake.transform(['Hel', 'lo'])));
    expect(fake.calls).to.have.length(1);
    expect(fake.calls[0]).to.deep.include({ input: 'Hello', inputChunks: ['Hel', 'lo'] });
  });

  it('is not called by a stream without a chunk', async () => {
    const fake = new FakeStep<string, string>({ responses: ['ok'] });
    expect(await collect(fake.transform([]))).to.deep.equal([]);
    expect(fake.calls).to.deep.equal([]);
  });

  it('answers a synchronous run, unless it is to wait', () => {
    expect(new FakeStep<string, string>({ responses: ['ok'] }).invokeSync('x')).to.equal('ok');
    const slow = new FakeStep<string, string>({ responses: [after(1, 'ok')] });
    expect(() => slow.invokeSync('x')).to.throw(AsynchronousStepError);
    expect(slow.calls[0]?.status).to.equal('failed');
  });

  it('needs a response', () => {
    expect(() => new FakeStep({ responses: [] })).to.throw(
      InvalidOptionError,
      '[A102] FakeStep: responses must be a list of at least one, got an array of 0.',
    );
  });

  it('stands for a class, with its types and the name of its runs', async () => {
    const fake = fakeOf(Model, [7, chunks(1, 2), new Error('overloaded')]);
    expect(fake.getName()).to.equal('model');
    expect(await fake.invoke('x')).to.equal(7);
    expectTypeOf(fake).toEqualTypeOf<FakeStep<string, number>>();
    expectTypeOf(fake.calls).toEqualTypeOf<readonly RecordedCall<string, number>[]>();
    // @ts-expect-error the class gives numbers
    fakeOf(Model, ['seven']);
    // @ts-expect-error chunks of texts do not add up to a number
    fakeOf(Model, [chunks('seven')]);
  });
});
