import { expectTypeOf } from 'expect-type';
import { RunnableLambda, RunnableRetry, type FailedAttempt, type Runnable } from 'runwright';

const count = RunnableLambda.from((text: string) => text.length);

// A retry has the types of what it retries.
expectTypeOf(count.withRetry()).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withRetry({ stopAfterAttempt: null }).pipe((length) => `${length}`)).toEqualTypeOf<
  Runnable<string, string>
>();
expectTypeOf(new RunnableRetry<string, number>(count).invoke('x')).resolves.toEqualTypeOf<number>();

// What decides or is told gets its types from the option.
count.withRetry({
  retryOn: (error, attempt) => {
    expectTypeOf(error).toEqualTypeOf<unknown>();
    expectTypeOf(attempt).toEqualTypeOf<number>();
    return true;
  },
  onFailedAttempt: (error, failed) => {
    expectTypeOf(error).toEqualTypeOf<unknown>();
    expectTypeOf(failed).toEqualTypeOf<FailedAttempt>();
  },
});
count.withRetry({ retryOn: TypeError });
count.withRetry({ retryOn: [TypeError, RangeError] });

// @ts-expect-error -- an option of another name
count.withRetry({ maxAttempts: 3 });
// @ts-expect-error -- a text is no class of errors
count.withRetry({ retryOn: 'TypeError' });
// @ts-expect-error -- a predicate answers at once
count.withRetry({ retryOn: async () => true });
// @ts-expect-error -- the number of attempts is a number
count.withRetry({ stopAfterAttempt: '3' });
// @ts-expect-error -- the input stays what it was
void count.withRetry().invoke(3);
