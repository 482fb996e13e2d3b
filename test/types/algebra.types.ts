import { expectTypeOf } from 'expect-type';
import {
  RunnableAssign,
  RunnableBase,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  type AnyRunnable,
  type Runnable,
} from 'runwright';

interface Doc {
  readonly text: string;
  readonly page?: number;
}

const load = RunnableLambda.from((path: string): Doc => ({ text: path }));
const count = (doc: Doc): number => doc.text.length;

// A passthrough gives what it is given, wherever it stands.
expectTypeOf(new RunnablePassthrough<string>().invoke('')).resolves.toEqualTypeOf<string>();
expectTypeOf(load.pipe(new RunnablePassthrough())).toEqualTypeOf<Runnable<string, Doc>>();
expectTypeOf(load.pipe({ doc: new RunnablePassthrough(), count })).toEqualTypeOf<
  Runnable<string, { doc: Doc; count: number }>
>();
expectTypeOf(RunnableSequence.from([load, new RunnablePassthrough(), count])).toEqualTypeOf<
  RunnableSequence<string, number>
>();
expectTypeOf(
  RunnableParallel.from({
    same: new RunnablePassthrough(),
    upper: (text: string) => text.toUpperCase(),
  }).invoke('x'),
).resolves.toEqualTypeOf<{ same: string; upper: string }>();
expectTypeOf(
  load.pipe(
    RunnableParallel.from({
      doc: new RunnablePassthrough(),
      size: (doc: { text: string }) => doc.text.length,
    }),
  ),
).toEqualTypeOf<Runnable<string, { doc: Doc; size: number }>>();
expectTypeOf(
  RunnableSequence.from([
    load,
    RunnableParallel.from({ doc: new RunnablePassthrough(), count }),
    ({ doc }: { doc: Doc }) => doc,
  ]).invoke('x'),
).resolves.toEqualTypeOf<Doc>();

declare const anything: AnyRunnable;
if (anything instanceof RunnableParallel)
  expectTypeOf(anything.steps).toEqualTypeOf<Readonly<Record<string, AnyRunnable>>>();

// So it does with a config bound to it.
expectTypeOf(load.pipe(new RunnablePassthrough().withConfig({ runName: 'same' }).bind({}))).toEqualTypeOf<
  Runnable<string, Doc>
>();

// And with a retry, a timeout or a type of the input around it.
expectTypeOf(
  load.pipe(new RunnablePassthrough().withRetry({ stopAfterAttempt: 2 }).withTimeout({ total: 1 })),
).toEqualTypeOf<Runnable<string, Doc>>();
expectTypeOf(load.pipe(RunnablePassthrough.assign({ count }).withRetry())).toEqualTypeOf<
  Runnable<string, { readonly text: string; readonly page?: number; count: number }>
>();
expectTypeOf(load.pipe(new RunnablePick('text').withTypes({ inputType: Object }))).toEqualTypeOf<
  Runnable<string, string>
>();
expectTypeOf(load.pipe(new RunnablePick('text').withTypes({ outputType: Number }))).toEqualTypeOf<
  Runnable<string, number>
>();

// What is assigned stands beside, or in place of, what is there.
expectTypeOf(load.assign({ count })).toEqualTypeOf<
  Runnable<string, { readonly text: string; readonly page?: number; count: number }>
>();
expectTypeOf(load.assign({ text: count })).toEqualTypeOf<
  Runnable<string, { readonly page?: number; text: number }>
>();
expectTypeOf(load.assign({ count: (doc) => doc.text.length })).toEqualTypeOf<
  Runnable<string, { readonly text: string; readonly page?: number; count: number }>
>();
expectTypeOf(
  load.assign({ later: async () => 1, all: { count, doc: new RunnablePassthrough() } }),
).toEqualTypeOf<
  Runnable<
    string,
    { readonly text: string; readonly page?: number; later: number; all: { count: number; doc: Doc } }
  >
>();
expectTypeOf(
  RunnableSequence.from([
    load,
    RunnablePassthrough.assign({ count }),
    RunnableAssign.from({ twice: (doc: { readonly count: number }) => doc.count * 2 }).withConfig({
      tags: [],
    }),
  ]),
).toEqualTypeOf<
  RunnableSequence<string, { readonly text: string; readonly page?: number; count: number; twice: number }>
>();
expectTypeOf(load.pipe(RunnablePassthrough.assign({ count }))).toEqualTypeOf<
  Runnable<string, { readonly text: string; readonly page?: number; count: number }>
>();
expectTypeOf(RunnableAssign.from({ count }).invoke({ text: '' })).resolves.toEqualTypeOf<{
  readonly text: string;
  readonly page?: number;
  count: number;
}>();

// @ts-expect-error -- the assigned step takes no Doc
load.assign({ count: (text: string) => text.length });
// @ts-expect-error -- a text has no keys to add to
RunnableSequence.from([(text: string) => text, RunnablePassthrough.assign({ count: () => 1 })]);
// @ts-expect-error -- a Doc has no such key
load.pipe(RunnablePassthrough.assign({ size: (doc: { readonly size: number }) => doc.size }));

// What is picked has the type it has there.
expectTypeOf(load.pick('text')).toEqualTypeOf<Runnable<string, string>>();
expectTypeOf(load.pick('page')).toEqualTypeOf<Runnable<string, number | undefined>>();
expectTypeOf(load.pick(['text', 'page'])).toEqualTypeOf<
  Runnable<string, { readonly text: string; readonly page?: number }>
>();
expectTypeOf(load.pick(['page'])).toEqualTypeOf<Runnable<string, { readonly page?: number } | undefined>>();
expectTypeOf(load.pipe(new RunnablePick('text'))).toEqualTypeOf<Runnable<string, string>>();
expectTypeOf(load.pipe(new RunnablePick(['text']))).toEqualTypeOf<
  Runnable<string, { readonly text: string }>
>();
expectTypeOf(
  RunnableSequence.from([load, new RunnablePick('text'), (text: string) => text.length]),
).toEqualTypeOf<RunnableSequence<string, number>>();
expectTypeOf(
  RunnableSequence.from([load, new RunnablePick(['text']).withConfig({ runName: 'text' })]),
).toEqualTypeOf<RunnableSequence<string, { readonly text: string }>>();
const table = RunnableLambda.from((): Record<string, number> => ({}));
expectTypeOf(table.pick('any')).toEqualTypeOf<Runnable<unknown, number | undefined>>();
const either = RunnableLambda.from((): { kind: 'a'; a: number } | { kind: 'b'; b: string } => ({
  kind: 'a',
  a: 1,
}));
expectTypeOf(either.pick('kind')).toEqualTypeOf<Runnable<unknown, 'a' | 'b'>>();
expectTypeOf(either.pick('a')).toEqualTypeOf<Runnable<unknown, number | undefined>>();
declare const untyped: Runnable<string, unknown>;
expectTypeOf(untyped.pick('any')).toEqualTypeOf<Runnable<string, unknown>>();

// @ts-expect-error -- a Doc has no such key
load.pick('nothing');
// @ts-expect-error -- a Doc has no such key
load.pick(['text', 'nothing']);
// @ts-expect-error -- a number has no keys
load.pipe(count).pick('toFixed');
// @ts-expect-error -- a Doc has none of the keys
RunnableSequence.from([load, new RunnablePick('nothing')]);

// A binding takes and gives what its runnable does, and has its members.
declare const plain: Runnable<string, Doc>;
expectTypeOf(plain.bind({ k: 1 })).toEqualTypeOf<Runnable<string, Doc>>();
expectTypeOf(plain.withConfig({ tags: [] })).toEqualTypeOf<Runnable<string, Doc>>();
expectTypeOf(plain.bindConfig((config) => ({ ...config, tags: [] }))).toEqualTypeOf<Runnable<string, Doc>>();
expectTypeOf(plain.withListeners({}).withInterceptors()).toEqualTypeOf<Runnable<string, Doc>>();

class Model extends RunnableBase<string, string> {
  readonly kind = 'model';
  readonly schema = { type: 'string' };
  execute(input: string): string {
    return input;
  }
  bindTools(..._tools: string[]): this {
    return this;
  }
  countTokens(text: string): number {
    return text.length;
  }
}
const model = new Model().withConfig({ tags: [] }).withListeners({});
expectTypeOf(model).toExtend<Runnable<string, string>>();
expectTypeOf(model.schema).toEqualTypeOf<{ type: string }>();
expectTypeOf(model.countTokens('')).toEqualTypeOf<number>();
expectTypeOf(model.bindTools('search').bind({}).bindTools('add').countTokens('')).toEqualTypeOf<number>();
expectTypeOf(model.bindTools('search').pipe((text) => text.length)).toEqualTypeOf<Runnable<string, number>>();
// @ts-expect-error -- a tool is a text
model.bindTools(1);
// @ts-expect-error -- no model has that
model.withConfig({}).bindTool('search');

/** A binding of a runnable of whatever class is a runnable of the same types. */
export function bound<R extends Runnable<string, number>>(runnable: R): Runnable<string, number> {
  return runnable.withConfig({}).bind({}).withListeners({});
}

expectTypeOf(untyped.withTypes({ inputType: Number, outputType: Date })).toEqualTypeOf<
  Runnable<number, Date>
>();
expectTypeOf(untyped.withTypes({ outputType: { type: 'string' } })).toEqualTypeOf<
  Runnable<string, unknown>
>();
expectTypeOf(untyped.withTypes({ outputType: Boolean })).toEqualTypeOf<Runnable<string, boolean>>();

// @ts-expect-error -- no key of a config
load.withConfig({ runname: 'typo' });
// @ts-expect-error -- a function that gives no config
load.bindConfig(() => 1);
// @ts-expect-error -- the chain gives a Doc
load.withConfig({}).pipe((text: string) => text);
