import { expect } from 'chai';
import { fc, runs } from '../support/properties.js';
import { anyForm, FORMS } from './forms.js';
import { comparable, failedMidway, outcomeOf, streamed, type Outcome } from './lawful.js';
import { anyPlan, syncPlan, text } from './plan.js';
import { Probe } from './probe.js';

describe('every composition', function () {
  this.timeout(60_000);

  it('streams what it gives when it is invoked', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, async (form, plan, input) => {
        const runnable = form(plan, new Probe());
        const invoked = await outcomeOf(() => runnable.invoke(input));
        const found = await streamed(runnable.stream(input));
        if (failedMidway(plan, found)) return;
        expect(comparable(found.outcome)).to.deep.equal(comparable(invoked));
      }),
      runs(400),
    );
  });

  it('gives for each input of a batch what it gives when it is invoked', async () => {
    const limit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        anyForm,
        anyPlan,
        fc.array(text, { maxLength: 4 }),
        limit,
        async (form, plan, inputs, maxConcurrency) => {
          const runnable = form(plan, new Probe());
          const invoked: unknown[] = [];
          for (const input of inputs) invoked.push(comparable(await outcomeOf(() => runnable.invoke(input))));
          const settled = await runnable.batchSettled(inputs, { maxConcurrency });
          const outcomes = settled.map((result): Outcome =>
            result.status === 'fulfilled' ? { value: result.value } : { error: result.reason },
          );
          expect(outcomes.map(comparable)).to.deep.equal(invoked);
          const completed: unknown[] = [];
          const options = { returnExceptions: true, maxConcurrency } as const;
          for await (const [index, output] of runnable.batchAsCompleted(inputs, {}, options)) {
            completed[index] = output instanceof Error ? 'failed' : { value: output };
          }
          expect(completed).to.deep.equal(invoked);
        },
      ),
      runs(200),
    );
  });

  it('of synchronous steps gives the same where it is run synchronously', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, syncPlan, text, async (form, plan, input) => {
        const runnable = form(plan, new Probe());
        const now = await outcomeOf(() => Promise.resolve().then(() => runnable.invokeSync(input)));
        const later = await outcomeOf(() => runnable.invoke(input));
        expect(comparable(now)).to.deep.equal(comparable(later));
      }),
      runs(300),
    );
  });

  it('is the same, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, text, async (plan, input) => {
        const forms = FORMS.map((build) => build(plan, new Probe()));
        const outcomes = await Promise.all(forms.map((form) => outcomeOf(() => form.invoke(input))));
        const streams = await Promise.all(forms.map((form) => streamed(form.stream(input))));
        for (const found of [outcomes, streams.map(({ outcome }) => outcome)]) {
          const [first, second, third] = found.map(comparable);
          expect([second, third]).to.deep.equal([first, first]);
        }
      }),
      runs(200),
    );
  });
});
