import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as chai from 'chai';
import {
  assertRunTree,
  chunks,
  collectRuns,
  createTestApp,
  fakeOf,
  recordEvents,
  runwrightChai,
  useFakeClock,
  type FakeClockInUse,
} from 'runwright/testing';
import { Answer, Apologize, Model, Overloaded, Retrieve, SearchIndex } from './testing/answer.js';

chai.use(runwrightChai);
const { expect } = chai;

const app = createTestApp({ runnables: [Answer] })
  .override(SearchIndex)
  .with({ search: (words) => Promise.resolve([words]) });

describe("a user's tests of a decorated chain, with mocha and chai", () => {
  let clock: FakeClockInUse;

  beforeEach(() => {
    clock = useFakeClock();
  });
  afterEach(() => clock.restore());

  it('stream what the model says', async () => {
    const runs = collectRuns();
    await using made = await app.override(Model).inside(fakeOf(Model, [chunks('It ', 'scatters.')]));
    const stream = made.get(Answer).stream('sky', { callbacks: [runs] });
    await expect(stream).to.have.chunks(['It ', 'scatters.']);
    expect(runs).to.have.noOpenRuns();
    assertRunTree(runs, ['Answer', '  Retrieve', '  RunnableWithFallbacks', '    model', '      model']);
  });

  it('wait minutes for a model that is overloaded, in no time', async () => {
    const model = fakeOf(Model, [new Overloaded(), new Overloaded(), 'It scatters.']);
    await using made = await app.override(Model).inside(model).record(Retrieve);
    expect(await clock.passUntil(made.get(Answer).invoke('sky'))).to.equal('It scatters.');
    expect(clock.now).to.equal(60_000 + 120_000);
    expect(model).to.have.inputs([['sky'], ['sky'], ['sky']]);
    expect(made.calls(Retrieve)).to.have.inputs(['sky']);
  });

  it('fall back where the model fails for good', async () => {
    const apologize = fakeOf(Apologize, ['Sorry.']);
    await using made = await app
      .override(Model)
      .inside(fakeOf(Model, [new Error('no such model')]))
      .override(Apologize)
      .with(apologize);
    const events = await recordEvents(made.get(Answer), 'sky', {}, { includeNames: ['Apologize'] });
    expect(events).to.have.events([
      'on_chain_start Apologize',
      'on_chain_stream Apologize',
      'on_chain_end Apologize',
    ]);
    expect(apologize).to.have.inputs([['sky']]);
  });
});

describe("a user's tests of a decorated chain, with node:test", () => {
  it('pass', async function () {
    this.timeout(60_000);
    const file = fileURLToPath(new URL('testing/answer.node.ts', import.meta.url));
    const options = ['--import', './.ts-node.mjs', '--conditions=@runwright/source', '--test-reporter=tap'];
    const { stdout } = await promisify(execFile)(process.execPath, [...options, file]);
    expect(stdout).to.match(/^# pass 3$/m);
    expect(stdout).to.match(/^# fail 0$/m);
  });
});
