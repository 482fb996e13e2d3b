/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for its tests itself */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  assertChunks,
  assertNoOpenRuns,
  assertRunTree,
  chunks,
  collectRuns,
  createTestApp,
  fakeOf,
  hang,
  useFakeClock,
  type FakeClockInUse,
} from 'runwright/testing';
import { Answer, Model, Overloaded, SearchIndex } from './answer.js';

// A user's test file for node:test; testing.test.ts runs it.

const app = createTestApp({ runnables: [Answer] })
  .override(SearchIndex)
  .with({ search: (words) => Promise.resolve([words]) });

describe('Answer', () => {
  let clock: FakeClockInUse;

  beforeEach(() => {
    clock = useFakeClock();
  });
  afterEach(() => {
    clock.restore();
  });

  it('streams what the model says', async () => {
    const runs = collectRuns();
    await using made = await app.override(Model).inside(fakeOf(Model, [chunks('It ', 'scatters.')]));
    await assertChunks(made.get(Answer).stream('sky', { callbacks: [runs] }), ['It ', 'scatters.']);
    assertRunTree(runs, ['Answer', '  Retrieve', '  RunnableWithFallbacks', '    model', '      model']);
    assertNoOpenRuns(runs);
  });

  it('waits a minute where the model is overloaded', async () => {
    const model = fakeOf(Model, [new Overloaded(), 'It scatters.']);
    await using made = await app.override(Model).inside(model);
    const answer = made.get(Answer).invoke('sky');
    await clock.pass(59_999);
    assert.equal(model.calls.length, 1);
    await clock.pass(1);
    assert.equal(await answer, 'It scatters.');
  });

  it('stops when its caller does', async () => {
    const model = fakeOf(Model, [hang()]);
    await using made = await app.override(Model).inside(model);
    const controller = new AbortController();
    const answer = made.get(Answer).invoke('sky', { signal: controller.signal });
    await clock.pass(0);
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });
});
