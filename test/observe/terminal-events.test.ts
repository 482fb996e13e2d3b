import { expect } from 'chai';
import {
  RouterRunnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  type AnyRunnable,
  type Observer,
  type Run,
  type RunnableConfig,
  type RunContext,
  type Runnable,
} from 'runwright';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';
import { warningsOf } from '../support/warnings.js';

/** Counts what each run tells of its start and its end, and what it tells thereafter. */
class Ledger implements Observer {
  readonly #told = new Map<Run, string[]>();

  onStart(run: Run): void {
    this.#told.set(run, ['start']);
  }
  onChunk(run: Run): void {
    const told = this.#told.get(run);
    if (told?.at(-1) !== 'chunk') told?.push('chunk');
  }
  onEnd(run: Run): void {
    this.#told.get(run)?.push('end');
  }
  onError(run: Run): void {
    this.#told.get(run)?.push('end');
  }
  onFinally(run: Run): void {
    this.#told.get(run)?.push('finally');
  }

  check(label: string): void {
    expect(this.#told.size, label).to.be.above(0);
    for (const [run, told] of this.#told) {
      const expected = told.includes('chunk')
        ? ['start', 'chunk', 'end', 'finally']
        : ['start', 'end', 'finally'];
      expect(told, `${label}: ${run.path} (${run.status})`).to.deep.equal(expected);
      expect(run.status).not.to.equal('running');
    }
  }
}

/** A step that goes as the test says: lets its input through, fails, or never ends. */
type Mishap = 'none' | 'fails' | 'fails late' | 'hangs' | 'is deaf';

function through(mishap: Mishap): Runnable<string, string> {
  return RunnableLambda.from(
    async function* (text: string, { signal }: RunContext) {
      if (mishap === 'fails') throw new Error('down');
      yield text;
      await turns();
      if (mishap === 'fails late') throw new Error('down late');
      if (mishap === 'is deaf') await new Promise(() => undefined);
      if (mishap === 'hangs') {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      }
      yield text;
    },
    { name: 'through' },
  );
}

const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield* chunk;
});
const AT_ONCE = { stopAfterAttempt: 2, waitExponentialJitter: false } as const;

const compositions: Record<string, (step: Runnable<string, string>) => AnyRunnable> = {
  'a step': (step) => step,
  'a sequence': (step) => RunnableSequence.from([letters, step, letters]),
  'a parallel': (step) => RunnableParallel.from({ a: step, b: letters, c: { d: step } }),
  'an assign': (step) =>
    RunnableSequence.from([
      (text: string) => ({ text }),
      RunnablePassthrough.assign({ more: RunnableSequence.from([(x: { text: string }) => x.text, step]) }),
    ]),
  'a branch': (step) => RunnableBranch.from([[(text: string) => text !== '', step], letters]),
  'a router': (step) =>
    RunnableSequence.from([
      (input: string) => ({ key: 'step', input }),
      new RouterRunnable({ runnables: { step } }),
    ]),
  'a retry': (step) => step.withRetry(AT_ONCE),
  fallbacks: (step) => step.withFallbacks([step, letters]),
  'a map': (step) => RunnableSequence.from([(text: string) => [text, text], step.map()]),
  'a timeout': (step) => RunnableSequence.from([letters, step.withTimeout({ total: 5, idle: 5 })]),
  'a call in a function': (step) => RunnableLambda.from((text: string) => step.invoke(text)),
  'a runnable for an answer': (step) => RunnableLambda.from(() => step),
  'a stream that is left': (step) =>
    RunnableLambda.from(async (text: string) => String((await step.stream(text).next()).value)),
  'calls that nobody waits for': (step) =>
    RunnableLambda.from(async (text: string) => {
      step.invoke(text).catch(() => undefined);
      step
        .stream(text)
        .next()
        .catch(() => undefined);
      await turns();
      return text;
    }),
  interceptors: (step) =>
    step.withInterceptors({ intercept: (_run, next) => next() }, { interceptStream: (_run, next) => next() }),
};

async function leave(chunks: AsyncIterable<unknown>, after: number): Promise<void> {
  let count = 0;
  for await (const _ of chunks) if ((count += 1) === after) break;
}

const ways: Record<string, (runnable: AnyRunnable, config: RunnableConfig) => Promise<unknown>> = {
  invoked: (r, config) => r.invoke('ab' as never, config),
  streamed: (r, config) => collect(r.stream('ab' as never, config)),
  'streamed and left': (r, config) => leave(r.stream('ab' as never, config), 1),
  'in a batch': (r, config) => r.batch(['ab', 'c', 'd'] as never[], { ...config, maxConcurrency: 2 }),
  'in a batch as completed': (r, config) => collect(r.batchAsCompleted(['ab', 'c'] as never[], config)),
  'at the same time': (r, config) =>
    Promise.allSettled([r.invoke('ab' as never, config), collect(r.stream('c' as never, config))]),
  'as events': (r, config) => collect(r.streamEvents('ab' as never, config)),
  'as events that are left': (r, config) => leave(r.streamEvents('ab' as never, config), 3),
  'as a log': (r, config) => collect(r.streamLog('ab' as never, config)),
};

const throwing = (method: keyof Observer): Observer => ({
  raiseError: true,
  [method]: (run: Run) => {
    if (run.name === 'through') throw new Error(`${method} broke`);
  },
});

describe('every run that starts tells once of its end', () => {
  for (const mishap of ['none', 'fails', 'fails late'] as const) {
    it(`where a step ${mishap === 'none' ? 'does its work' : mishap}, whatever is run however`, async () => {
      for (const [composition, compose] of Object.entries(compositions)) {
        for (const [way, run] of Object.entries(ways)) {
          const ledger = new Ledger();
          await run(compose(through(mishap)), { callbacks: [ledger] }).catch(() => undefined);
          await turns(2);
          ledger.check(`${composition} ${way}`);
        }
      }
    }).timeout(20_000);
  }

  for (const mishap of ['hangs', 'is deaf'] as const) {
    it(`where a step ${mishap} and the run is aborted or has no more time`, async () => {
      for (const [composition, compose] of Object.entries(compositions)) {
        // Leaving a stream waits for what is under way, which here never ends.
        const aborted = Object.entries(ways).filter(([way]) => !way.includes('left'));
        await Promise.all(
          aborted.flatMap(([way, run]) =>
            [{ signal: AbortSignal.timeout(10) }, { timeout: 10 }].map(async (config) => {
              const ledger = new Ledger();
              await run(compose(through(mishap)), { callbacks: [ledger], ...config }).catch(() => undefined);
              await turns(2);
              ledger.check(`${composition} ${way}`);
            }),
          ),
        );
      }
    }).timeout(20_000);
  }

  for (const method of ['onStart', 'onChunk', 'onEnd', 'onError', 'onFinally'] as const) {
    it(`where ${method} of an observer throws and says raiseError`, async () => {
      for (const [composition, compose] of Object.entries(compositions)) {
        for (const [way, run] of Object.entries(ways)) {
          const ledger = new Ledger();
          const step = through(method === 'onError' ? 'fails' : 'none');
          await run(compose(step), { callbacks: [throwing(method), ledger] }).catch(() => undefined);
          await turns(2);
          ledger.check(`${composition} ${way}`);
        }
      }
    }).timeout(20_000);
  }

  it('and of nothing thereafter, such as events that late work sends', async () => {
    const told: string[] = [];
    const observer: Observer = {
      onCustomEvent: (_run, { name }) => void told.push(name),
      onFinally: () => void told.push('finally'),
    };
    let late: RunContext | undefined;
    const keep = RunnableLambda.from(async (x: number, ctx: RunContext) => {
      await ctx.dispatch('early');
      late = ctx;
      return x;
    });
    await keep.invoke(1, { callbacks: [observer] });
    await late?.dispatch('late');
    expect(told).to.deep.equal(['early', 'finally']);
  });

  it('where observers throw and do not say so, which changes nothing', async () => {
    const expected: unknown[] = [];
    const outputs: unknown[] = [];
    await warningsOf(async () => {
      for (const [composition, compose] of Object.entries(compositions)) {
        for (const way of ['invoked', 'streamed', 'in a batch'] as const) {
          const run = ways[way];
          expected.push(await run?.(compose(through('none')), {}));
          const ledger = new Ledger();
          const broken = { ...throwing('onStart'), ...throwing('onEnd'), raiseError: false };
          outputs.push(await run?.(compose(through('none')), { callbacks: [broken, ledger] }));
          await turns();
          ledger.check(`${composition} ${way}`);
        }
      }
    });
    expect(outputs.map(inOneOrder)).to.deep.equal(expected.map(inOneOrder));
  }).timeout(20_000);
});

/** Branches give their chunks as they come, in whatever order. */
function inOneOrder(output: unknown): unknown {
  const text = (value: unknown): string => JSON.stringify(value);
  return Array.isArray(output) ? output.toSorted((a, b) => text(a).localeCompare(text(b))) : output;
}
