import { expectTypeOf } from 'expect-type';
import { RunnableLambda, RunnableTimeout, type Runnable } from 'runwright';

const count = RunnableLambda.from((text: string) => text.length);

// A timeout has the types of what it limits.
expectTypeOf(count.withTimeout({ total: 5000 })).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withTimeout({ firstChunk: 500, idle: 100 }).withRetry()).toEqualTypeOf<
  Runnable<string, number>
>();
expectTypeOf(new RunnableTimeout<string, number>(count, { idle: 5 }).bound).toEqualTypeOf<
  Runnable<string, number>
>();

// @ts-expect-error -- the limits say what they limit
count.withTimeout(5000);
// @ts-expect-error -- a timeout without limits
count.withTimeout();
// @ts-expect-error -- a limit of another name
count.withTimeout({ timeout: 5000 });
// @ts-expect-error -- a limit is a number
count.withTimeout({ total: '5s' });
// @ts-expect-error -- the input stays what it was
void count.withTimeout({ total: 5000 }).invoke(3);
