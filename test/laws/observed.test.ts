import { expect } from 'chai';
import type { Run } from 'runwright';
import { fakeClock } from '../support/fake-clock.js';
import { fc, runs } from '../support/properties.js';
import { turns } from '../support/turns.js';
import { aborted, moment } from './aborted.js';
import { anyForm } from './forms.js';
import { comparable, expectNothingLeft, failedMidway, outcomeOf, streamed } from './lawful.js';
import { anyPlan, text } from './plan.js';
import { Probe } from './probe.js';
import { anyVerb, leave } from './verbs.js';

describe('every composition, observed,', function () {
  this.timeout(60_000);
  const clock = fakeClock();

  /** Observers that count the starts and the ends of each run. */
  function ledger() {
    const starts = new Map<string, number>();
    const ends = new Map<string, number>();
    const count = (counts: Map<string, number>) => (run: Run) =>
      void counts.set(run.id, (counts.get(run.id) ?? 0) + 1);
    return { starts, ends, observer: { onStart: count(starts), onEnd: count(ends), onError: count(ends) } };
  }

  it('gives the same, and ends each run that it has started once', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, async (form, plan, input) => {
        const { starts, ends, observer } = ledger();
        const runnable = form(plan, new Probe());
        const config = { callbacks: [observer] };
        const plain = await outcomeOf(() => runnable.invoke(input));
        expect(comparable(await outcomeOf(() => runnable.invoke(input, config)))).to.deep.equal(
          comparable(plain),
        );
        const found = await streamed(runnable.stream(input, config));
        if (!failedMidway(plan, found)) {
          expect(comparable(found.outcome)).to.deep.equal(comparable(plain));
        }
        const settled = await runnable.batchSettled([input, input], config);
        for (const { status } of settled) expect(status === 'fulfilled').to.equal('value' in plain);
        await turns(8);
        expect(ends).to.deep.equal(starts);
        expect([...starts.values()].every((times) => times === 1)).to.equal(true);
      }),
      runs(200),
    );
  });

  it('ends each run that it has started once, aborted or left at any moment, and begins nothing more', async () => {
    const verb = fc.oneof(anyVerb, fc.constant(leave));
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, moment, verb, (form, plan, input, when, run) =>
        clock.counting(async (timers) => {
          const { starts, ends, observer } = ledger();
          const { probe, listeners } = await aborted(form, plan, when, (runnable, signal) =>
            run(runnable, input, { signal, timeout: 60_000, callbacks: [observer] }),
          );
          await expectNothingLeft(probe, { timers, listeners });
          await turns(8);
          expect(probe.late).to.deep.equal([]);
          expect(ends).to.deep.equal(starts);
          expect([...starts.values()].every((times) => times === 1)).to.equal(true);
        }),
      ),
      runs(300),
    );
  });
});
