import { AssertionError } from 'node:assert';
import * as chai from 'chai';
import { RunnableLambda, RunnableSequence } from 'runwright';
import {
  assertChunks,
  assertEvents,
  assertInputs,
  assertNoOpenRuns,
  assertOutput,
  assertRunTree,
  chunks,
  collectRuns,
  FakeStep,
  hang,
  recordEvents,
  recording,
  runwrightChai,
} from 'runwright/testing';
import { caught } from '../support/caught.js';

chai.use(runwrightChai);
const { expect } = chai;

const model = (): FakeStep<string, string> =>
  new FakeStep<string, string>({ name: 'model', responses: [chunks('Hel', 'lo')] });

const chain = RunnableSequence.from(
  [RunnableLambda.from((text: string) => text.trim(), { name: 'trim' }), model()],
  { name: 'Chain' },
);
const TREE = ['Chain', '  trim', '  model'];

/** What an assertion says, for plain use and for chai. */
async function messagesOf(...assertions: (() => unknown)[]): Promise<string[]> {
  const errors = await Promise.all(assertions.map((assert) => caught((async () => assert())())));
  return errors.map((error) => (error as Error).message);
}

describe('assertions', () => {
  it('tell the output of a call, and of a stream', async () => {
    await assertOutput(model().invoke('x'), 'Hello');
    await assertOutput(model().stream('x'), 'Hello');
    await expect(model().stream('x')).to.have.output('Hello');
    await expect(model().invoke('x')).not.to.have.output('Hel');
    const messages = await messagesOf(
      () => assertOutput(model().invoke('x'), 'Bye'),
      () => expect(model().invoke('x')).to.have.output('Bye'),
      () => expect(model().invoke('x')).not.to.have.output('Hello'),
    );
    expect(messages).to.deep.equal([
      "expected the output 'Bye', but got 'Hello'",
      "expected the output 'Bye', but got 'Hello'",
      "expected another output than 'Hello'",
    ]);
  });

  it('tell the chunks of a stream', async () => {
    await assertChunks(model().stream('x'), ['Hel', 'lo']);
    await expect(model().stream('x')).to.have.chunks(['Hel', 'lo']);
    const messages = await messagesOf(
      () => assertChunks(model().stream('x'), ['Hel', 'low']),
      () => expect(model().stream('x')).to.have.chunks(['Hel']),
      () => assertChunks(model().stream('x'), ['Hel', 'lo', '!']),
      () => expect(model().stream('x')).not.to.have.chunks(['Hel', 'lo']),
    );
    expect(messages).to.deep.equal([
      "expected chunk 2 to be 'low', but got 'lo'",
      "expected chunk 2 to be no more, but got 'lo'",
      "expected chunk 3 to be '!', but got no more",
      "expected other chunks than [ 'Hel', 'lo' ]",
    ]);
  });

  it('tell the tree of runs, and that none is left open', async () => {
    const runs = collectRuns();
    await chain.invoke('x', { callbacks: [runs] });
    assertRunTree(runs, TREE);
    assertNoOpenRuns(runs);
    expect(runs).to.have.runTree(TREE);
    expect(runs).to.have.noOpenRuns();

    const controller = new AbortController();
    const { signal } = controller;
    const open = collectRuns();
    const hanging = new FakeStep<string, string>({ name: 'hanging', responses: [hang()] });
    const run = caught(
      RunnableSequence.from([(x: string) => x, hanging], { name: 'Outer' }).invoke('x', {
        callbacks: [open],
        signal,
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    const messages = await messagesOf(
      () => assertNoOpenRuns(open),
      () => expect(open).to.have.noOpenRuns(),
      () => expect(runs).not.to.have.noOpenRuns(),
      () => assertRunTree(runs, ['Chain', '  trim', '    model']),
    );
    expect(messages).to.deep.equal([
      'expected no run to be left open, but these are: Outer; Outer > hanging',
      'expected no run to be left open, but these are: Outer; Outer > hanging',
      'expected a run to be left open, but all have ended',
      "expected line of the run tree 3 to be '    model', but got '  model'",
    ]);
    controller.abort();
    await run;
    await new Promise((resolve) => setImmediate(resolve));
    assertNoOpenRuns(open);
  });

  it('tell events, each as a line', async () => {
    const events = await recordEvents(model(), 'x');
    const lines = [
      'on_chain_start model',
      'on_chain_stream model',
      'on_chain_stream model',
      'on_chain_end model',
    ];
    assertEvents(events, lines);
    expect(events).to.have.events(lines);
    const messages = await messagesOf(() => assertEvents(events, lines.slice(1)));
    expect(messages).to.deep.equal([
      "expected event 1 to be 'on_chain_stream model', but got 'on_chain_start model'",
    ]);
  });

  it('tell the inputs of a fake and of a recording', async () => {
    const fake = recording(model());
    await fake.batch(['a', 'b']);
    assertInputs(fake, ['a', 'b']);
    assertInputs(fake.calls, ['a', 'b']);
    expect(fake).to.have.inputs(['a', 'b']);
    // @ts-expect-error the fake takes texts
    assertInputs(recording(model()), [] as number[]);
    expect(await messagesOf(() => assertInputs(fake, ['a']))).to.deep.equal([
      "expected input 2 to be no more, but got 'b'",
    ]);
  });

  it('tell an item that is undefined from none', async () => {
    const step = new FakeStep<string, undefined>({ responses: [undefined] });
    expect(await messagesOf(() => assertChunks(step.stream('x'), []))).to.deep.equal([
      'expected chunk 1 to be no more, but got undefined',
    ]);
  });

  it('throw what every runner shows a difference of', async () => {
    const error = await caught(assertOutput(model().invoke('x'), 'Bye'));
    expect(error).to.be.instanceOf(AssertionError).that.includes({ actual: 'Hello', expected: 'Bye' });
    const ofChai = await caught(expect(model().invoke('x')).to.have.output('Bye'));
    expect(ofChai).to.be.instanceOf(chai.AssertionError).that.includes({ actual: 'Hello', expected: 'Bye' });
  });
});
