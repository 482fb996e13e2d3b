import { expect } from 'chai';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { fc, runs } from '../support/properties.js';
import { turns } from '../support/turns.js';
import { aborted, moment } from './aborted.js';
import { anyForm } from './forms.js';
import { expectNothingLeft, outcomeOf, settle } from './lawful.js';
import { anyPlan, streamingPlan, syncPlan, text } from './plan.js';
import { Probe } from './probe.js';
import { anyVerb } from './verbs.js';

describe('every composition', function () {
  this.timeout(60_000);
  const clock = fakeClock();

  it('leaves nothing behind when it has ended, well or not', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, anyVerb, (form, plan, input, verb) =>
        clock.counting(async (timers) => {
          const probe = new Probe();
          const counted = countedSignal();
          const { signal } = counted;
          await verb(form(plan, probe), input, { signal, timeout: 60_000 });
          await expectNothingLeft(probe, { timers, listeners: () => counted.listeners });
          expect(counted.most).to.be.at.most(1);
        }),
      ),
      runs(500),
    );
  });

  it('begins nothing after an abort, rejects with its reason, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, moment, anyVerb, (form, plan, input, when, verb) =>
        clock.counting(async (timers) => {
          const { probe, listeners, reason, outcome, busy } = await aborted(
            form,
            plan,
            when,
            (runnable, signal) => verb(runnable, input, { signal, timeout: 60_000 }),
          );
          if (busy) expect(outcome).to.deep.equal({ error: reason });
          await expectNothingLeft(probe, { timers, listeners });
          expect(probe.late).to.deep.equal([]);
        }),
      ),
      runs(700),
    );
  });

  it('begins nothing after an abort between any two chunks', async () => {
    const ticks = fc.record({ kind: fc.constant('ticks' as const), count: fc.nat({ max: 60 }) });
    await fc.assert(
      fc.asyncProperty(anyForm, streamingPlan, text, ticks, (form, plan, input, when) =>
        clock.counting(async (timers) => {
          const { probe, listeners } = await aborted(form, plan, when, (runnable, signal) =>
            outcomeOf(() => collect(runnable.stream(input, { signal }))),
          );
          await expectNothingLeft(probe, { timers, listeners });
          expect(probe.late).to.deep.equal([]);
        }),
      ),
      runs(500),
    );
  });

  it('begins nothing after an abort of a synchronous run, and throws its reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, syncPlan, text, fc.integer({ min: 1, max: 12 }), (form, plan, input, count) =>
        clock.counting(async (timers) => {
          const when = { kind: 'begun', count } as const;
          const { probe, listeners, reason, outcome, busy } = await aborted(
            form,
            plan,
            when,
            (runnable, signal) => outcomeOf(async () => runnable.invokeSync(input, { signal })),
          );
          if (busy) expect(outcome).to.deep.equal({ error: reason });
          expect(probe.late).to.deep.equal([]);
          await expectNothingLeft(probe, { timers, listeners });
        }),
      ),
      runs(300),
    );
  });

  it('begins nothing after the abort of a batch, which keeps the outputs there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyForm,
        anyPlan,
        fc.array(text, { maxLength: 4 }),
        moment,
        (form, plan, inputs, when) =>
          clock.counting(async (timers) => {
            const options = { returnExceptions: true, maxConcurrency: 2 } as const;
            const { probe, listeners, reason, outcome } = await aborted(
              form,
              plan,
              when,
              (runnable, signal) =>
                outcomeOf(() => runnable.batch(inputs, { signal, timeout: 60_000 }, options)),
            );
            const outputs = (outcome as { value: readonly (string | Error)[] }).value;
            const invoked = await form(plan, new Probe()).batch(inputs, {}, options);
            outputs.forEach((output, index) => {
              if (output === reason) return;
              if (output instanceof Error) expect(invoked[index]).to.be.an('error');
              else expect(output).to.equal(invoked[index]);
            });
            await expectNothingLeft(probe, { timers, listeners });
            expect(probe.late).to.deep.equal([]);
          }),
      ),
      runs(300),
    );
  });

  it('closes every generator before a reader who has left goes on, and begins nothing more', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, fc.nat({ max: 4 }), (form, plan, input, count) =>
        clock.counting(async (timers) => {
          const probe = new Probe();
          const counted = countedSignal();
          const { signal } = counted;
          const stream = form(plan, probe).stream(input, { signal, timeout: 60_000 });
          let read = 0;
          const { error } = (await outcomeOf(async () => {
            for await (const _chunk of stream) if ((read += 1) > count) break;
          })) as { error?: Error };
          probe.forbid();
          // What heeds no signal is left behind after a turn of the event loop, as after an abort.
          if (error === undefined && probe.failures === 0 && probe.deaf === 0) {
            expect({ open: probe.open, waiting: probe.waiting }).to.deep.equal({ open: 0, waiting: 0 });
          }
          await expectNothingLeft(probe, { timers, listeners: () => counted.listeners });
          expect(probe.late).to.deep.equal([]);
        }),
      ),
      runs(300),
    );
  });

  it('that is closed while it is read, or never read, leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyForm,
        anyPlan,
        text,
        fc.nat({ max: 3 }),
        fc.nat({ max: 4 }),
        (form, plan, input, pulls, wait) =>
          clock.counting(async (timers) => {
            const probe = new Probe();
            const counted = countedSignal();
            const { signal } = counted;
            const stream = form(plan, probe).stream(input, { signal, timeout: 60_000 });
            const reading = Promise.allSettled(Array.from({ length: pulls }, () => stream.next()));
            await turns(wait);
            await outcomeOf(() => stream.return());
            await reading;
            await settle(probe);
            probe.forbid();
            await expectNothingLeft(probe, { timers, listeners: () => counted.listeners });
            expect(probe.late).to.deep.equal([]);
            expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
          }),
      ),
      runs(300),
    );
  });
});
