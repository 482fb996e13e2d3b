import { expectTypeOf } from 'expect-type';
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type InputOf,
  type OutputOf,
  type RunContext,
  type Runnable,
  type RunnableStream,
} from 'runwright';

// The types that a runnable carries, seen through its methods.
declare function takes<R extends Runnable<never, unknown>>(runnable: R): InputOf<R>;
declare function gives<R extends Runnable<never, unknown>>(runnable: R): OutputOf<R>;

// Lambdas: what the function answers, awaited, or what its chunks amount to, or what the runnable it returns gives.
const length = RunnableLambda.from((text: string) => text.length);
const half = RunnableLambda.from(
  async (count: number, { signal }: RunContext) => [count / 2, signal.aborted] as const,
);
const words = RunnableLambda.from(async function* (text: string) {
  yield* text.split(' ');
});
const digits = RunnableLambda.from(function* (count: number) {
  yield* String(count);
});
const nested = RunnableLambda.from((text: string) => (text === '' ? Promise.resolve(half) : length));
expectTypeOf(takes(length)).toEqualTypeOf<string>();
expectTypeOf(gives(length)).toEqualTypeOf<number>();
expectTypeOf(gives(half)).toEqualTypeOf<readonly [number, boolean]>();
expectTypeOf(gives(words)).toEqualTypeOf<string>();
expectTypeOf(gives(digits)).toEqualTypeOf<string>();
expectTypeOf(gives(nested)).toEqualTypeOf<number | readonly [number, boolean]>();

// Generators: from what a chunk is to what a chunk is, or a list of these.
const upper = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield chunk.toUpperCase();
});
const sizes = RunnableGenerator.from(function* (chunks: readonly string[]) {
  for (const chunk of chunks) yield chunk.length;
});
const listed = RunnableGenerator.from(
  async function* (chunks: AsyncIterable<string>) {
    for await (const chunk of chunks) yield chunk.length;
  },
  { collect: 'list' },
);
expectTypeOf(upper).toEqualTypeOf<RunnableGenerator<string, string>>();
expectTypeOf(sizes).toEqualTypeOf<RunnableGenerator<string, number>>();
expectTypeOf(listed).toEqualTypeOf<RunnableGenerator<string, number[]>>();

// Parallels: an input that fits every branch, an output with the keys in their order.
const facts = RunnableParallel.from({
  length,
  upper,
  first: (text: string) => text.at(0),
  nested: { length },
});
expectTypeOf(takes(facts)).toEqualTypeOf<string>();
expectTypeOf(gives(facts)).toEqualTypeOf<{
  length: number;
  upper: string;
  first: string | undefined;
  nested: { length: number };
}>();
expectTypeOf(gives(facts.add('last', async (text) => text.at(-1)))).toExtend<{
  length: number;
  last: string | undefined;
}>();
expectTypeOf(
  takes(RunnableParallel.from({ a: (x: { a: string }) => x.a, b: (x: { b: number }) => x.b })),
).toEqualTypeOf<{ a: string } & { b: number }>();

// Sequences of whatever can stand as a step.
const chain = RunnableSequence.from([
  upper,
  (text: string) => text.split(''),
  { count: (letters: readonly string[]) => letters.length, letters: (letters: string[]) => letters },
  async ({ count }: { count: number }) => count > 1,
]);
expectTypeOf(chain).toEqualTypeOf<RunnableSequence<string, boolean>>();
expectTypeOf(RunnableSequence.from([length, digits, sizes])).toEqualTypeOf<
  RunnableSequence<string, number>
>();
expectTypeOf(
  RunnableSequence.from([
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) yield chunk.toString();
    },
    function* (chunks: readonly string[]) {
      for (const chunk of chunks) yield chunk.length;
    },
  ]),
).toEqualTypeOf<RunnableSequence<Buffer, number>>();
// A runnable of another library, known by its `invoke`.
expectTypeOf(
  RunnableSequence.from([length, { invoke: async (count: number) => new Date(count) }]),
).toEqualTypeOf<RunnableSequence<string, Date>>();

// Pipes, where a function's parameter has the type that comes.
expectTypeOf(gives(length.pipe((count) => count.toFixed()))).toEqualTypeOf<string>();
expectTypeOf(
  gives(
    length.pipe(
      (count) => [count],
      ([count]) => ({ count }),
      { doubled: ({ count = 0 }) => count * 2, same: (counted) => counted },
      { name: 'named' },
    ),
  ),
).toEqualTypeOf<{ doubled: number; same: { count: number | undefined } }>();
expectTypeOf(gives(words.pipe(upper))).toEqualTypeOf<string>();
expectTypeOf(
  gives(
    length.pipe(async function* (chunks: AsyncIterable<number>) {
      for await (const chunk of chunks) yield [chunk];
    }),
  ),
).toEqualTypeOf<number[]>();
expectTypeOf(
  gives(
    length.pipe(
      (count: number) => count,
      (count: number) => count,
      (count: number) => count,
      digits,
      { name: 'five' },
    ),
  ),
).toEqualTypeOf<string>();
// A function that takes more than what comes.
expectTypeOf(gives(length.pipe((value: unknown) => typeof value))).toExtend<string>();

// Verbs.
expectTypeOf(chain.invoke('')).toEqualTypeOf<Promise<boolean>>();
expectTypeOf(chain.invokeSync('')).toEqualTypeOf<boolean>();
expectTypeOf(chain.stream('')).toEqualTypeOf<RunnableStream<boolean>>();
expectTypeOf(chain.transform(['a'])).toEqualTypeOf<RunnableStream<boolean>>();
expectTypeOf(chain.batch(['a'])).toEqualTypeOf<Promise<boolean[]>>();
expectTypeOf(chain.batch(['a'], {}, { returnExceptions: true })).toEqualTypeOf<
  Promise<(boolean | Error)[]>
>();
expectTypeOf(chain.batchSettled(['a'])).toEqualTypeOf<Promise<PromiseSettledResult<boolean>[]>>();
expectTypeOf(chain.batchAsCompleted(['a'])).toEqualTypeOf<
  AsyncGenerator<[index: number, output: boolean], void>
>();
expectTypeOf(chain.batchAsCompleted(['a'], {}, { returnExceptions: true })).toEqualTypeOf<
  AsyncGenerator<[index: number, output: boolean | Error], void>
>();

// What does not fit does not compile.
// @ts-expect-error a number is no input of it
void chain.invoke(1);
// @ts-expect-error nor is a list that holds one
void chain.batch(['a', 1]);
// @ts-expect-error a chain needs two steps
RunnableSequence.from([length]);
// @ts-expect-error the second step takes text, and gets a number
RunnableSequence.from([length, (text: string) => text]);
// @ts-expect-error a branch takes text, and gets a number
RunnableSequence.from([length, { a: (text: string) => text }]);
// @ts-expect-error chunks of text, and gets numbers
RunnableSequence.from([length, upper]);
// @ts-expect-error the piped step takes a date, and gets a number
length.pipe((date: Date) => date);
// @ts-expect-error the branch takes a date, and gets a number
length.pipe({ a: (date: Date) => date });

// A runnable may take more and give less than is asked of it, never the other way round.
expectTypeOf<Runnable<unknown, 'a'>>().toExtend<Runnable<string, string>>();
expectTypeOf<Runnable<string, string>>().not.toExtend<Runnable<unknown, string>>();
expectTypeOf<Runnable<string, unknown>>().not.toExtend<Runnable<string, string>>();

// Thirty piped steps, and twenty-five in a list, keep their types and do not tire the compiler.
const inc = (count: number): number => count + 1;
const thirty = length
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe((count) => ({ count }))
  .pipe(({ count }) => count)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe({ a: (count) => count, b: inc })
  .pipe(({ a, b }) => a + b)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe(inc)
  .pipe((count) => String(count));
expectTypeOf(thirty).toEqualTypeOf<Runnable<string, string>>();

// prettier-ignore
const twentyFive = RunnableSequence.from([
  length, inc, inc, inc, inc, inc, inc, inc, inc, { a: inc, b: { c: inc } },
  ({ a, b }: { a: number; b: { c: number } }) => a + b.c, inc, inc, inc, inc, inc, inc, inc, inc, inc,
  inc, inc, inc, inc, (count: number) => [count],
]);
expectTypeOf(twentyFive).toEqualTypeOf<RunnableSequence<string, number[]>>();

// What has a name is no options behind a step: a function, a runnable, a class, one of another library.
const named = { name: 'half', invoke: (count: number) => Promise.resolve(count / 2) };
const piped = length.pipe((count) => count + 1, half);
expectTypeOf<OutputOf<typeof piped>>().toEqualTypeOf<readonly [number, boolean]>();
const toForeign = length.pipe((count) => count + 1, named);
expectTypeOf<OutputOf<typeof toForeign>>().toEqualTypeOf<number>();
const toFunction = length.pipe(half, ([count]) => String(count));
expectTypeOf<OutputOf<typeof toFunction>>().toEqualTypeOf<string>();
const withOptions = length.pipe(half, { name: 'halved' });
expectTypeOf<OutputOf<typeof withOptions>>().toEqualTypeOf<readonly [number, boolean]>();

// Behind a function whose output is unknown, a second step must take anything.
declare function parsed(count: number): unknown;
const untyped = RunnableLambda.from((value: unknown) => typeof value);
const declaredUntyped = length.pipe(parsed, untyped);
expectTypeOf<OutputOf<typeof declaredUntyped>>().toExtend<string>();
const inferredUntyped = length.pipe((count) => JSON.parse(String(count)) as unknown, untyped);
expectTypeOf<OutputOf<typeof inferredUntyped>>().toExtend<string>();
// @ts-expect-error the lambda takes text, and gets what is unknown
length.pipe(parsed, length);
// @ts-expect-error also where the compiler infers the parameter of the function before it
length.pipe((count) => JSON.parse(String(count)) as unknown, length);
// @ts-expect-error a runnable of another library is no exception
length.pipe(parsed, named);
// @ts-expect-error nor is a runnable behind one whose output is unknown
length.pipe(RunnableLambda.from(parsed), length);
