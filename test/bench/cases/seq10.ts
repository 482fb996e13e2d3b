import { Effect } from 'effect';
import { createApp } from 'runwright';
import { compare } from '../harness/compare.js';
import { chainsOf } from './chain.js';
import { AddAll } from './decorated.js';
import { asyncSteps } from './steps.js';

export const seq10 = compare({
  name: 'seq10',
  title: 'ten asynchronous steps, decorated and assembled by the container, invoke',
  async contenders() {
    const { hand, runwright, langchain, effect, rxjs } = chainsOf(asyncSteps);
    const decorated = (await createApp({ runnables: [AddAll] })).get(AddAll);
    return {
      hand: () => hand(1),
      runwright: () => decorated.invoke(1),
      'without classes': () => runwright.invoke(1),
      langchain: () => langchain.invoke(1),
      effect: () => Effect.runPromise(effect(1)),
      rxjs: () => rxjs(1),
    };
  },
  bars: { hand: 1.25, langchain: 250, effect: 1, rxjs: 1 },
});
