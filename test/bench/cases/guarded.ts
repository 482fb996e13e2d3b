import { RunnableLambda } from 'runwright';
import { overhead } from '../harness/overhead.js';

export const guarded = overhead({
  name: 'guarded',
  title: 'retry, fallback and timeout around a step that succeeds, invoke',
  operations() {
    const step = RunnableLambda.from(async (value: number) => value + 1);
    const retried = step.withRetry({ stopAfterAttempt: 3 });
    const withFallback = step.withFallbacks([step]);
    const timely = step.withTimeout({ total: 60_000 });
    const both = step.withRetry({ stopAfterAttempt: 3 }).withFallbacks([step]);
    const all = timely.withRetry({ stopAfterAttempt: 3 }).withFallbacks([step]);
    return {
      bare: () => step.invoke(1),
      retry: () => retried.invoke(1),
      fallback: () => withFallback.invoke(1),
      timeout: () => timely.invoke(1),
      'retry + fallback': { operation: () => both.invoke(1), bar: 0.5 },
      'retry + fallback + timeout': { operation: () => all.invoke(1), bar: 0.5 },
    };
  },
});
