import { RunnableLambda } from 'runwright';
import { overhead } from '../harness/overhead.js';

export const guarded = overhead({
  name: 'guarded',
  title: 'retry and fallback around a step that succeeds, invoke',
  operations() {
    const step = RunnableLambda.from(async (value: number) => value + 1);
    const retried = step.withRetry({ stopAfterAttempt: 3 });
    const withFallback = step.withFallbacks([step]);
    const both = step.withRetry({ stopAfterAttempt: 3 }).withFallbacks([step]);
    return {
      bare: () => step.invoke(1),
      retry: () => retried.invoke(1),
      fallback: () => withFallback.invoke(1),
      'retry + fallback': { operation: () => both.invoke(1), bar: 0.5 },
    };
  },
});
