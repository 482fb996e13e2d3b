import {
  RouterRunnable,
  RunnableAssign,
  RunnableBinding,
  RunnableBranch,
  RunnableEach,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableRetry,
  RunnableSequence,
  RunnableWithFallbacks,
  type Runnable,
} from 'runwright';
import { functionOf, isOdd, join, listOf, paced, transformOf } from './leaves.js';
import type { Plan } from './plan.js';
import type { Probe } from './probe.js';

export type Text = Runnable<string, string>;

const NO_WAIT = { waitExponentialJitter: false } as const;
const CONFIG = { tags: ['law'], metadata: { law: 1 }, configurable: { law: true } };

const keysOf = (steps: readonly unknown[]): string[] => steps.map((_, index) => `k${index}`);

const routeTo = (routes: readonly unknown[]) => (text: string) => ({
  key: `k${text.length % routes.length}`,
  input: text,
});

const wrap = (text: string): { text: string } => ({ text });
const split = (text: string): string[] => Array.from(text.slice(0, 3));
const unsplit = (texts: readonly string[]): string => texts.join('');

function leafOf(plan: Plan, probe: Probe): Text | undefined {
  const fn = functionOf(plan, probe);
  if (fn !== undefined) return new RunnableLambda(fn);
  switch (plan.kind) {
    case 'transform':
      return RunnableGenerator.from(transformOf(plan.op, plan.pace, probe));
    case 'list':
      return RunnableGenerator.from(listOf(plan.op, probe));
    case 'passthrough':
      return new RunnablePassthrough<string>();
    case 'tap':
      return new RunnablePassthrough<string>({ func: paced(probe, 'tap', plan.pace, () => 'ignored') });
    default:
      return undefined;
  }
}

const condition = (plan: Plan & { kind: 'branch' }, probe: Probe): ((text: string) => unknown) =>
  paced(probe, 'condition', plan.pace, isOdd) as (text: string) => unknown;

/** Builds a plan with constructors. */
export function constructed(plan: Plan, probe: Probe): Text {
  const leaf = leafOf(plan, probe);
  if (leaf !== undefined) return leaf;
  const build = (step: Plan): Text => constructed(step, probe);
  const object = (steps: readonly Plan[]): Record<string, Text> =>
    Object.fromEntries(keysOf(steps).map((key, index) => [key, build(steps[index] as Plan)]));
  const sequence = (...steps: readonly unknown[]): Text => RunnableSequence.from(steps) as unknown as Text;
  switch (plan.kind) {
    case 'sequence':
      return sequence(...plan.steps.map(build));
    case 'parallel':
      return sequence(new RunnableParallel(object(plan.steps)), join);
    case 'branch':
      return new RunnableBranch([[condition(plan, probe), build(plan.odd)]], build(plan.even));
    case 'router':
      return sequence(routeTo(plan.routes), new RouterRunnable({ runnables: object(plan.routes) }));
    case 'assign':
      return sequence(
        wrap,
        new RunnableAssign({ more: sequence(({ text }: { text: string }) => text, build(plan.step)) }),
        join,
      );
    case 'each':
      return sequence(split, new RunnableEach({ bound: build(plan.step) }), unsplit);
    case 'bind':
      return new RunnableBinding({ bound: build(plan.step), kwargs: { law: 1 } });
    case 'config':
      return new RunnableBinding({ bound: build(plan.step), config: CONFIG });
    case 'retry':
      return new RunnableRetry(build(plan.step), { ...NO_WAIT, stopAfterAttempt: plan.attempts });
    case 'fallbacks':
      return new RunnableWithFallbacks(build(plan.steps[0] as Plan), plan.steps.slice(1).map(build));
    case 'instead': {
      const inner = build(plan.step);
      return RunnableLambda.from((_text: string) => inner);
    }
    default:
      throw new Error(`No such plan: ${plan.kind}`);
  }
}

/** Builds a plan with the methods of runnables. */
export function fluent(plan: Plan, probe: Probe): Text {
  const leaf = leafOf(plan, probe);
  if (leaf !== undefined) return leaf;
  const build = (step: Plan): Text => fluent(step, probe);
  const object = (steps: readonly Plan[]): Record<string, Text> =>
    Object.fromEntries(keysOf(steps).map((key, index) => [key, build(steps[index] as Plan)]));
  const same = new RunnablePassthrough<string>();
  switch (plan.kind) {
    case 'sequence':
      return plan.steps.map(build).reduce((chain, step) => chain.pipe(step));
    case 'parallel':
      return RunnableParallel.from(object(plan.steps)).pipe(join);
    case 'branch':
      return RunnableBranch.from([[condition(plan, probe), build(plan.odd)], build(plan.even)]);
    case 'router':
      return same.pipe(routeTo(plan.routes)).pipe(RouterRunnable.from(object(plan.routes)) as never);
    case 'assign':
      return same
        .pipe(wrap)
        .assign({ more: RunnableLambda.from(({ text }: { text: string }) => text).pipe(build(plan.step)) })
        .pipe(join);
    case 'each':
      return same.pipe(split).pipe(build(plan.step).map()).pipe(unsplit);
    case 'bind':
      return build(plan.step).bind({ law: 1 });
    case 'config':
      return build(plan.step).withConfig(CONFIG);
    case 'retry':
      return build(plan.step).withRetry({ ...NO_WAIT, stopAfterAttempt: plan.attempts });
    case 'fallbacks':
      return build(plan.steps[0] as Plan).withFallbacks(plan.steps.slice(1).map(build));
    case 'instead': {
      const inner = build(plan.step);
      return RunnableLambda.from((_text: string) => Promise.resolve(inner));
    }
    default:
      throw new Error(`No such plan: ${plan.kind}`);
  }
}
