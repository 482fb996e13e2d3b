import { Effect } from 'effect';
import { compare } from '../harness/compare.js';
import { chainsOf } from './chain.js';
import { asyncSteps } from './steps.js';

export const abortable10 = compare({
  name: 'abortable10',
  title: 'ten asynchronous steps with an AbortSignal, invoke',
  contenders() {
    const { runwright, langchain, effect } = chainsOf(asyncSteps);
    const { signal } = new AbortController();
    return {
      /** Looks before each step and also lets go of a step that does not heed the signal, as the libraries do. */
      async hand() {
        let leave = (): void => undefined;
        const aborted = new Promise<never>((_, reject) => {
          leave = () => {
            reject(signal.reason as Error);
          };
          signal.addEventListener('abort', leave, { once: true });
        });
        const work = async (): Promise<number> => {
          let value = 1;
          for (const step of asyncSteps) {
            signal.throwIfAborted();
            value = await step(value);
          }
          return value;
        };
        try {
          return await Promise.race([work(), aborted]);
        } finally {
          signal.removeEventListener('abort', leave);
        }
      },
      runwright: () => runwright.invoke(1, { signal }),
      langchain: () => langchain.invoke(1, { signal }),
      effect: () => Effect.runPromise(effect(1), { signal }),
    };
  },
});
