import { expectTypeOf } from 'expect-type';
import {
  RouterRunnable,
  RunnableBranch,
  RunnableEach,
  RunnableLambda,
  RunnablePassthrough,
  RunnableSequence,
  type Runnable,
} from 'runwright';

const size = (text: string): number => text.length;
const isLong = (text: string): boolean => text.length > 9;

// A branch takes what all its parts take, and gives what any of its steps gives.
expectTypeOf(RunnableBranch.from([[isLong, size], (text: string) => text])).toEqualTypeOf<
  RunnableBranch<string, string | number>
>();
expectTypeOf(RunnableBranch.from([[isLong, size], new RunnablePassthrough()])).toEqualTypeOf<
  RunnableBranch<string, string | number>
>();
expectTypeOf(RunnableBranch.from([[() => true, () => 1], () => null])).toEqualTypeOf<
  RunnableBranch<unknown, number | null>
>();
expectTypeOf(
  RunnableBranch.from([
    [RunnableLambda.from(async (_: string | number) => true), { size, same: new RunnablePassthrough() }],
    [isLong, async () => 1],
    () => undefined,
  ]),
).toEqualTypeOf<RunnableBranch<string, { size: number; same: string } | number | undefined>>();
expectTypeOf(
  RunnableSequence.from([(x: number) => String(x), RunnableBranch.from([[isLong, size], () => 0])]),
).toEqualTypeOf<RunnableSequence<number, number>>();

// @ts-expect-error -- the branches take different inputs
RunnableBranch.from([[isLong, size], (x: number) => x]);
// @ts-expect-error -- the condition takes another input than its step
RunnableBranch.from([[(x: number) => x > 0, size], () => 0]);
// @ts-expect-error -- no step for every other input
RunnableBranch.from([[isLong, size]]);
// @ts-expect-error -- a step without a condition
RunnableBranch.from([[size], size]);
// @ts-expect-error -- the branch takes a text
RunnableSequence.from([size, RunnableBranch.from([[isLong, size], () => 0])]);

const branch = new RunnableBranch<string, number>([[isLong, (text) => text.length]], () => 0);
expectTypeOf(branch.invoke('')).resolves.toEqualTypeOf<number>();

// A router takes a key with what the runnable under it takes.
const router = RouterRunnable.from({ size, double: async (x: number) => x * 2, name: () => String(1) });
expectTypeOf(router).toEqualTypeOf<
  RouterRunnable<
    | { readonly key: 'size'; readonly input: string }
    | { readonly key: 'double'; readonly input: number }
    | { readonly key: 'name'; readonly input: unknown },
    number | string
  >
>();
expectTypeOf(
  RunnableLambda.from((input: string) => ({ key: 'size', input }) as const).pipe(router),
).toEqualTypeOf<Runnable<string, number | string>>();
expectTypeOf(
  RunnableLambda.from((input: string) => ({ key: input === '' ? 'size' : 'name', input }) as const).pipe(
    router,
  ),
).toEqualTypeOf<Runnable<string, number | string>>();
// @ts-expect-error -- no runnable under that key
void router.invoke({ key: 'nowhere', input: 1 });
// @ts-expect-error -- the runnable under that key takes a text
void router.invoke({ key: 'size', input: 1 });

// A map takes and gives lists.
expectTypeOf(RunnableLambda.from(size).map()).toEqualTypeOf<Runnable<readonly string[], number[]>>();
expectTypeOf(RunnableLambda.from(size).map().map()).toEqualTypeOf<
  Runnable<readonly (readonly string[])[], number[][]>
>();
expectTypeOf(new RunnableEach<string, number>({ bound: size })).toExtend<Runnable<string[], number[]>>();
expectTypeOf(
  RunnableLambda.from((text: string) => text.split(' ')).pipe(RunnableLambda.from(size).map()),
).toEqualTypeOf<Runnable<string, number[]>>();
// @ts-expect-error -- a text is no list
RunnableLambda.from((text: string) => text).pipe(RunnableLambda.from(size).map());
