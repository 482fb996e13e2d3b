import { expectTypeOf } from 'expect-type';
import {
  RunnableBase,
  RunnableLambda,
  RunnableSequence,
  RunnableWithFallbacks,
  type ErrorFilter,
  type Runnable,
  type StepLike,
} from 'runwright';

declare const count: Runnable<string, number>;
declare const flag: Runnable<string, boolean>;
declare const takesNumber: Runnable<number, number>;
declare const takesLess: Runnable<'a' | 'b', number>;
declare const takesMore: Runnable<string | number, number>;

// Fallbacks take the same input; their outputs join the first's.
expectTypeOf(count.withFallbacks([count])).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withFallbacks([flag, () => null])).toEqualTypeOf<
  Runnable<string, number | boolean | null>
>();
expectTypeOf(count.withFallbacks([takesMore])).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withFallbacks([(text) => text.length])).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withFallbacks([{ size: (text: string) => text.length }])).toEqualTypeOf<
  Runnable<string, number | { size: number }>
>();
expectTypeOf(count.withFallbacks([])).toEqualTypeOf<Runnable<string, number>>();
expectTypeOf(count.withFallbacks({ fallbacks: [flag], stream: 'buffered' })).toEqualTypeOf<
  Runnable<string, number | boolean>
>();
declare const many: readonly Runnable<string, bigint>[];
expectTypeOf(count.withFallbacks(many)).toEqualTypeOf<Runnable<string, number | bigint>>();

// A list of whatever can stand as a step says nothing of its outputs, but does not confuse the compiler.
declare const any: readonly StepLike<string>[];
expectTypeOf(count.withFallbacks(any).invoke).parameter(0).toEqualTypeOf<string>();

// @ts-expect-error -- a fallback of another input
count.withFallbacks([takesNumber]);
// @ts-expect-error -- a fallback that takes less than the first
count.withFallbacks([takesLess]);
// @ts-expect-error -- one of several is wrong
count.withFallbacks([flag, takesNumber]);
// @ts-expect-error -- a function of another input
count.withFallbacks([(value: number) => value]);
// @ts-expect-error -- in the other form, too
count.withFallbacks({ fallbacks: [takesNumber] });
// @ts-expect-error -- a text is no step
count.withFallbacks(['local']);
// @ts-expect-error -- a runnable is no list of them
count.withFallbacks(flag);
// @ts-expect-error -- an option of another name
count.withFallbacks([flag], { exceptions: [Error] });
// @ts-expect-error -- another way to stream
count.withFallbacks([flag], { stream: 'none' });
// @ts-expect-error -- the output has joined the others, so what does not take it does not fit
count.withFallbacks([flag]).pipe((length: number) => length + 1);

expectTypeOf<typeof Error>().toExtend<ErrorFilter>();
expectTypeOf<(typeof TypeError)[]>().toExtend<ErrorFilter>();
count.withFallbacks([flag], { exceptionsToHandle: (error) => error instanceof TypeError });

expectTypeOf(new RunnableWithFallbacks<string, number>(count, [takesMore]).runnable).toEqualTypeOf<
  Runnable<string, number>
>();
// @ts-expect-error -- a fallback of another input
new RunnableWithFallbacks<string, number>(count, [takesNumber]);

// What the first candidate has, the whole has: a method that gives a runnable gives one with fallbacks.
declare class Remote extends RunnableBase<string, 'remote'> {
  readonly kind: string;
  readonly id: string;
  execute(): 'remote';
  countTokens(text: string): number;
  bindTools(tools: readonly string[]): Remote;
  onlyHere(): Remote;
}
declare class Local extends RunnableBase<string, 'local'> {
  readonly kind: string;
  execute(): 'local';
  bindTools(tools: readonly string[]): Local;
}
const models = new Remote().withFallbacks([new Local()]);
expectTypeOf(models.invoke('x')).resolves.toEqualTypeOf<'remote' | 'local'>();
expectTypeOf(models.id).toEqualTypeOf<string>();
expectTypeOf(models.countTokens).toEqualTypeOf<(text: string) => number>();
expectTypeOf(models.bindTools).parameters.toEqualTypeOf<[readonly string[]]>();
expectTypeOf(models.bindTools(['search']).invoke('x')).resolves.toEqualTypeOf<'remote' | 'local'>();
expectTypeOf(models.bindTools([]).bindTools([]).id).toEqualTypeOf<string>();
expectTypeOf(models.pipe((text) => text)).toEqualTypeOf<Runnable<string, 'remote' | 'local'>>();
// @ts-expect-error -- the fallback has no such method
models.onlyHere();
// @ts-expect-error -- wrong arguments
models.bindTools('search');
// A runnable with members is a runnable like any other.
expectTypeOf(models).toExtend<Runnable<string, string>>();
expectTypeOf(RunnableSequence.from([models, (text: string) => text.length])).toExtend<
  Runnable<string, number>
>();
expectTypeOf(RunnableLambda.from((text: string) => text).withFallbacks([count])).toExtend<
  Runnable<string, string | number>
>();
