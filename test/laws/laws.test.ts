import { expect } from 'chai';
import fc from 'fast-check';
import { countedSignal, type CountedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';
import { constructed, fluent, type Text } from './build.js';
import { comparable, expectNothingLeft, outcomeOf, settle, streamed, type Outcome } from './lawful.js';
import { anyPlan, syncPlan, text, type Plan } from './plan.js';
import { Probe } from './probe.js';

/** Ends a run before its time: when so much user code has begun, from within it, or after so many turns. */
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ kind: fc.constant('begun' as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('turns' as const), count: fc.nat({ max: 6 }) }),
);

type Moment = { readonly kind: 'begun' | 'turns'; readonly count: number };

const runs = (numRuns: number): fc.Parameters<unknown> => ({
  numRuns: numRuns * Number(process.env.LAW_RUNS ?? 1),
});

interface Aborted {
  readonly probe: Probe;
  readonly counted: CountedSignal;
  readonly reason: Error;
  readonly outcome: Outcome;
  /** Whether the run was aborted while user code was under way. */
  readonly busy: boolean;
}

/** Runs a composition and aborts it at some moment, unless it has ended before. */
async function aborted(
  plan: Plan,
  when: Moment,
  run: (runnable: Text, signal: AbortSignal) => Promise<Outcome>,
): Promise<Aborted> {
  const probe = new Probe();
  const counted = countedSignal();
  const reason = new Error('enough');
  let ended = false;
  let busy = false;
  const abort = (within: boolean): void => {
    if (ended) return;
    busy = within || probe.busy;
    probe.forbid();
    counted.abort(reason);
  };
  if (when.kind === 'begun') probe.when(when.count, () => abort(true));
  const running = run(fluent(plan, probe), counted.signal).then((outcome) => {
    ended = true;
    return outcome;
  });
  if (when.kind === 'turns') {
    await turns(when.count);
    abort(false);
  }
  return { probe, counted, reason, outcome: await running, busy };
}

describe('every composition', function () {
  this.timeout(60_000);
  const clock = fakeClock();

  it('streams what it gives when it is invoked', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, text, async (plan, input) => {
        const probe = new Probe();
        const runnable = fluent(plan, probe);
        const invoked = await outcomeOf(() => runnable.invoke(input));
        const { chunks, outcome } = await streamed(runnable.stream(input));
        // Behind its first chunk a stream is neither retried nor switched over, as an invocation would be.
        if ('error' in outcome && chunks.length > 0) return;
        expect(comparable(outcome)).to.deep.equal(comparable(invoked));
      }),
      runs(400),
    );
  });

  it('gives for each input of a batch what it gives when it is invoked', async () => {
    const limit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        fc.array(text, { maxLength: 4 }),
        limit,
        async (plan, inputs, maxConcurrency) => {
          const runnable = fluent(plan, new Probe());
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
      fc.asyncProperty(syncPlan, text, async (plan, input) => {
        const runnable = constructed(plan, new Probe());
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
        const forms = [fluent, constructed].map((build) => build(plan, new Probe()));
        const outcomes = await Promise.all(forms.map((form) => outcomeOf(() => form.invoke(input))));
        const streams = await Promise.all(forms.map((form) => streamed(form.stream(input))));
        expect(comparable(outcomes[1] as Outcome)).to.deep.equal(comparable(outcomes[0] as Outcome));
        const [first, second] = streams.map(({ outcome }) => comparable(outcome));
        expect(second).to.deep.equal(first);
      }),
      runs(200),
    );
  });

  it('leaves nothing behind when it has ended, well or not', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, text, async (plan, input) => {
        const verbs: ((runnable: Text, signal: AbortSignal) => Promise<unknown>)[] = [
          (runnable, signal) => outcomeOf(() => runnable.invoke(input, { signal, timeout: 60_000 })),
          (runnable, signal) => streamed(runnable.stream(input, { signal, timeout: 60_000 })),
          (runnable, signal) => outcomeOf(() => runnable.batch([input, input], { signal, timeout: 60_000 })),
        ];
        for (const verb of verbs) {
          const probe = new Probe();
          const counted = countedSignal();
          await verb(fluent(plan, probe), counted.signal);
          await expectNothingLeft(probe, { timers: clock.timers, listeners: counted.listeners });
          expect(counted.most).to.be.at.most(1);
        }
      }),
      runs(150),
    );
  });

  it('begins nothing after an abort, rejects with its reason, and leaves nothing behind', async () => {
    const verb = fc.constantFrom<(runnable: Text, input: string, signal: AbortSignal) => Promise<Outcome>>(
      (runnable, input, signal) => outcomeOf(() => runnable.invoke(input, { signal, timeout: 60_000 })),
      async (runnable, input, signal) =>
        (await streamed(runnable.stream(input, { signal, timeout: 60_000 }))).outcome,
    );
    await fc.assert(
      fc.asyncProperty(anyPlan, text, moment, verb, async (plan, input, when, run) => {
        const { probe, counted, reason, outcome, busy } = await aborted(plan, when, (runnable, signal) =>
          run(runnable, input, signal),
        );
        if (busy) expect(outcome).to.deep.equal({ error: reason });
        await expectNothingLeft(probe, { timers: clock.timers, listeners: counted.listeners });
        expect(probe.late).to.deep.equal([]);
      }),
      runs(500),
    );
  });

  it('begins nothing after the abort of a batch, which keeps the outputs there are', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, fc.array(text, { maxLength: 4 }), moment, async (plan, inputs, when) => {
        const options = { returnExceptions: true, maxConcurrency: 2 } as const;
        const { probe, counted, reason, outcome } = await aborted(plan, when, (runnable, signal) =>
          outcomeOf(() => runnable.batch(inputs, { signal, timeout: 60_000 }, options)),
        );
        const outputs = (outcome as { value: readonly (string | Error)[] }).value;
        const invoked = await fluent(plan, new Probe()).batch(inputs, {}, options);
        outputs.forEach((output, index) => {
          if (output !== reason) expect(String(output)).to.equal(String(invoked[index]));
        });
        await expectNothingLeft(probe, { timers: clock.timers, listeners: counted.listeners });
        expect(probe.late).to.deep.equal([]);
      }),
      runs(300),
    );
  });

  it('closes every generator before a reader who has left goes on, and begins nothing more', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, text, fc.nat({ max: 4 }), async (plan, input, count) => {
        const probe = new Probe();
        const counted = countedSignal();
        const stream = fluent(plan, probe).stream(input, { signal: counted.signal, timeout: 60_000 });
        let read = 0;
        const { error } = (await outcomeOf(async () => {
          for await (const _chunk of stream) if ((read += 1) > count) break;
        })) as { error?: Error };
        probe.forbid();
        if (error === undefined && probe.failures === 0) {
          expect({ open: probe.open, waiting: probe.waiting }).to.deep.equal({ open: 0, waiting: 0 });
        }
        await expectNothingLeft(probe, { timers: clock.timers, listeners: counted.listeners });
        expect(probe.late).to.deep.equal([]);
      }),
      runs(300),
    );
  });

  it('that is closed while it is read, or never read, leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        text,
        fc.nat({ max: 3 }),
        fc.nat({ max: 4 }),
        async (plan, input, pulls, wait) => {
          const probe = new Probe();
          const counted = countedSignal();
          const stream = fluent(plan, probe).stream(input, { signal: counted.signal, timeout: 60_000 });
          const reading = Promise.allSettled(Array.from({ length: pulls }, () => stream.next()));
          await turns(wait);
          await outcomeOf(() => stream.return());
          await reading;
          await settle(probe);
          probe.forbid();
          await expectNothingLeft(probe, { timers: clock.timers, listeners: counted.listeners });
          expect(probe.late).to.deep.equal([]);
          expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
        },
      ),
      runs(300),
    );
  });
});
