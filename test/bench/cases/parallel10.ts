import { RunnableLambda as LangChainLambda, RunnableMap } from '@langchain/core/runnables';
import { Effect } from 'effect';
import { defer, forkJoin, lastValueFrom } from 'rxjs';
import { RunnableParallel } from 'runwright';
import { compare } from '../harness/compare.js';
import { allByHand } from './all-by-hand.js';
import { asyncSteps } from './steps.js';

export const parallel10 = compare({
  name: 'parallel10',
  title: 'ten asynchronous branches at once, invoke',
  contenders() {
    const [a, b, c, d, e, f, g, h, i, j] = asyncSteps as [
      Step,
      Step,
      Step,
      Step,
      Step,
      Step,
      Step,
      Step,
      Step,
      Step,
    ];
    const branches = { a, b, c, d, e, f, g, h, i, j };
    const parallel = RunnableParallel.from(branches);
    const langchain = RunnableMap.from(mapValues(branches, (step) => LangChainLambda.from(step)));
    return {
      hand: () => allByHand(branches, 1),
      async unrolled() {
        const all = await Promise.all([a(1), b(1), c(1), d(1), e(1), f(1), g(1), h(1), i(1), j(1)]);
        return keyed(all);
      },
      runwright: () => parallel.invoke(1),
      langchain: () => langchain.invoke(1),
      effect: () =>
        Effect.runPromise(
          Effect.all(
            mapValues(branches, (step) => Effect.promise(() => step(1))),
            { concurrency: 'unbounded' },
          ),
        ),
      rxjs: () => lastValueFrom(forkJoin(mapValues(branches, (step) => defer(() => step(1))))),
    };
  },
  bars: { hand: 1.3, langchain: 50 },
});

type Step = (value: number) => Promise<number>;

function keyed([a, b, c, d, e, f, g, h, i, j]: readonly number[]) {
  return { a, b, c, d, e, f, g, h, i, j };
}

function mapValues<K extends string, T, R>(object: Record<K, T>, make: (value: T) => R): Record<K, R> {
  return Object.fromEntries(Object.entries<T>(object).map(([key, value]) => [key, make(value)])) as Record<
    K,
    R
  >;
}
