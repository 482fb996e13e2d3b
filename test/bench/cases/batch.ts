import { Effect } from 'effect';
import { from, lastValueFrom, mergeMap, toArray } from 'rxjs';
import { compare } from '../harness/compare.js';
import { chainsOf } from './chain.js';
import { asyncSteps } from './steps.js';

const inputs = Array.from({ length: 10_000 }, (_, index) => index);

export const batch10k = compare({
  name: 'batch10k',
  title: 'ten thousand inputs through three asynchronous steps, batch',
  contenders() {
    const { hand, runwright, langchain, effect, rxjs } = chainsOf(asyncSteps.slice(0, 3));
    return {
      hand: () => Promise.all(inputs.map((input) => hand(input))),
      runwright: () => runwright.batch(inputs),
      langchain: () => langchain.batch(inputs),
      effect: () => Effect.runPromise(Effect.forEach(inputs, effect, { concurrency: 'unbounded' })),
      rxjs: () => lastValueFrom(from(inputs).pipe(mergeMap(rxjs), toArray())),
    };
  },
  bars: { hand: 1.5, langchain: 50 },
});
