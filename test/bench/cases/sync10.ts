import { Effect } from 'effect';
import { map, of, type Observable } from 'rxjs';
import { RunnableSequence } from 'runwright';
import { compare } from '../harness/compare.js';
import { syncSteps } from './steps.js';

export const sync10 = compare({
  name: 'sync10',
  title: 'ten synchronous steps, invokeSync',
  contenders() {
    const chain = RunnableSequence.from<readonly unknown[]>(syncSteps) as RunnableSequence<number, number>;
    return {
      hand() {
        let value = 1;
        for (const step of syncSteps) value = step(value);
        return value;
      },
      runwright: () => chain.invokeSync(1),
      effect() {
        let value = Effect.succeed(1);
        for (const step of syncSteps) value = Effect.map(value, step);
        return Effect.runSync(value);
      },
      rxjs() {
        let values: Observable<number> = of(1);
        for (const step of syncSteps) values = values.pipe(map(step));
        let last = 0;
        values.subscribe((value) => (last = value));
        return last;
      },
    };
  },
  bars: { hand: 4 },
});
