import { expectTypeOf } from 'expect-type';
import { RunnableLambda, RunnablePassthrough, RunnableSequence, type Runnable } from 'runwright';

// Thirty steps are no depth for the compiler, however they are put together (TS2589).
const piped = RunnableLambda.from((x: string) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length)
  .pipe((x) => String(x))
  .pipe((x) => x.length);
expectTypeOf(piped).toEqualTypeOf<Runnable<string, number>>();

const assigned = RunnableLambda.from((a: number) => ({ a }))
  .assign({ k0: (all) => all.a + 1 })
  .assign({ k1: (all) => all.k0 + 1 })
  .assign({ k2: (all) => all.k1 + 1 })
  .assign({ k3: (all) => all.k2 + 1 })
  .assign({ k4: (all) => all.k3 + 1 })
  .assign({ k5: (all) => all.k4 + 1 })
  .assign({ k6: (all) => all.k5 + 1 })
  .assign({ k7: (all) => all.k6 + 1 })
  .assign({ k8: (all) => all.k7 + 1 })
  .assign({ k9: (all) => all.k8 + 1 })
  .assign({ k10: (all) => all.k9 + 1 })
  .assign({ k11: (all) => all.k10 + 1 })
  .assign({ k12: (all) => all.k11 + 1 })
  .assign({ k13: (all) => all.k12 + 1 })
  .assign({ k14: (all) => all.k13 + 1 })
  .assign({ k15: (all) => all.k14 + 1 })
  .assign({ k16: (all) => all.k15 + 1 })
  .assign({ k17: (all) => all.k16 + 1 })
  .assign({ k18: (all) => all.k17 + 1 })
  .assign({ k19: (all) => all.k18 + 1 })
  .assign({ k20: (all) => all.k19 + 1 })
  .assign({ k21: (all) => all.k20 + 1 })
  .assign({ k22: (all) => all.k21 + 1 })
  .assign({ k23: (all) => all.k22 + 1 })
  .assign({ k24: (all) => all.k23 + 1 })
  .assign({ k25: (all) => all.k24 + 1 })
  .assign({ k26: (all) => all.k25 + 1 })
  .assign({ k27: (all) => all.k26 + 1 })
  .assign({ k28: (all) => all.k27 + 1 })
  .assign({ k29: (all) => all.k28 + 1 });
expectTypeOf(assigned.pick('k29')).toEqualTypeOf<Runnable<number, number>>();
export const some: Runnable<number, { a: number; k7: number }> = assigned.pick(['a', 'k7']);
// @ts-expect-error -- a number
export const none: Runnable<number, { a: string }> = assigned.pick(['a', 'k7']);

const same = (x: number): number => x;
const listed = RunnableSequence.from([
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
  same,
  new RunnablePassthrough(),
  (x: number) => x,
]);
expectTypeOf(listed).toEqualTypeOf<RunnableSequence<number, number>>();

const merged = RunnableSequence.from([
  (a: number) => ({ a }),
  RunnablePassthrough.assign({ k0: (all: { readonly a: number }) => all.a }),
  RunnablePassthrough.assign({ k1: (all: { readonly k0: number }) => all.k0 }),
  RunnablePassthrough.assign({ k2: (all: { readonly k1: number }) => all.k1 }),
  RunnablePassthrough.assign({ k3: (all: { readonly k2: number }) => all.k2 }),
  RunnablePassthrough.assign({ k4: (all: { readonly k3: number }) => all.k3 }),
  RunnablePassthrough.assign({ k5: (all: { readonly k4: number }) => all.k4 }),
  RunnablePassthrough.assign({ k6: (all: { readonly k5: number }) => all.k5 }),
  RunnablePassthrough.assign({ k7: (all: { readonly k6: number }) => all.k6 }),
  RunnablePassthrough.assign({ k8: (all: { readonly k7: number }) => all.k7 }),
  RunnablePassthrough.assign({ k9: (all: { readonly k8: number }) => all.k8 }),
  RunnablePassthrough.assign({ k10: (all: { readonly k9: number }) => all.k9 }),
  RunnablePassthrough.assign({ k11: (all: { readonly k10: number }) => all.k10 }),
  RunnablePassthrough.assign({ k12: (all: { readonly k11: number }) => all.k11 }),
  RunnablePassthrough.assign({ k13: (all: { readonly k12: number }) => all.k12 }),
  RunnablePassthrough.assign({ k14: (all: { readonly k13: number }) => all.k13 }),
  RunnablePassthrough.assign({ k15: (all: { readonly k14: number }) => all.k14 }),
  RunnablePassthrough.assign({ k16: (all: { readonly k15: number }) => all.k15 }),
  RunnablePassthrough.assign({ k17: (all: { readonly k16: number }) => all.k16 }),
  RunnablePassthrough.assign({ k18: (all: { readonly k17: number }) => all.k17 }),
  RunnablePassthrough.assign({ k19: (all: { readonly k18: number }) => all.k18 }),
  RunnablePassthrough.assign({ k20: (all: { readonly k19: number }) => all.k19 }),
  RunnablePassthrough.assign({ k21: (all: { readonly k20: number }) => all.k20 }),
  RunnablePassthrough.assign({ k22: (all: { readonly k21: number }) => all.k21 }),
  RunnablePassthrough.assign({ k23: (all: { readonly k22: number }) => all.k22 }),
  RunnablePassthrough.assign({ k24: (all: { readonly k23: number }) => all.k23 }),
  RunnablePassthrough.assign({ k25: (all: { readonly k24: number }) => all.k24 }),
  RunnablePassthrough.assign({ k26: (all: { readonly k25: number }) => all.k25 }),
  RunnablePassthrough.assign({ k27: (all: { readonly k26: number }) => all.k26 }),
  RunnablePassthrough.assign({ k28: (all: { readonly k27: number }) => all.k27 }),
  (all: { readonly k28: number }) => all.k28,
]);
expectTypeOf(merged).toEqualTypeOf<RunnableSequence<number, number>>();
