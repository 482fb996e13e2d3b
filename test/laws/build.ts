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
  RunnablePick,
  RunnableRetry,
  RunnableSequence,
  RunnableTimeout,
  RunnableWithFallbacks,
  type Runnable,
} from 'runwright';
import {
  CONFIG,
  LIMITS,
  LISTENERS,
  NO_WAIT,
  condition,
  foreignOf,
  functionOf,
  join,
  keysOf,
  listOf,
  paced,
  routeTo,
  split,
  transformOf,
  unsplit,
  wrap,
} from './leaves.js';
import type { Plan } from './plan.js';
import type { Probe } from './probe.js';

export type Text = Runnable<string, string>;

function leafOf(plan: Plan, probe: Probe): Text | undefined {
  const fn = functionOf(plan, probe);
  if (fn !== undefined) return new RunnableLambda(fn);
  switch (plan.kind) {
    case 'transform':
      return RunnableGenerator.from(transformOf(plan.op, plan.pace, probe));
    case 'list':
      return RunnableGenerator.from(listOf(plan.op, probe));
    case 'foreign':
      return RunnableLambda.from((text: string) => text).pipe(foreignOf(plan.op, plan.pace, probe));
    case 'passthrough':
      return new RunnablePassthrough<string>();
    case 'tap':
      return new RunnablePassthrough<string>({ func: paced(probe, 'tap', plan.pace, () => 'ignored') });
    default:
      return undefined;
  }
}

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
    case 'pick':
      return sequence(new RunnableParallel(object(plan.steps)), new RunnablePick('k0'));
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
    case 'listen':
      return build(plan.step).withListeners(LISTENERS);
    case 'retry':
      return new RunnableRetry(build(plan.step), { ...NO_WAIT, stopAfterAttempt: plan.attempts });
    case 'timeout':
      return new RunnableTimeout(build(plan.step), LIMITS);
    case 'fallbacks':
      return new RunnableWithFallbacks(build(plan.steps[0] as Plan), plan.steps.slice(1).map(build), {
        stream: plan.stream,
      });
    case 'instead': {
      const inner = build(plan.step);
      return RunnableLambda.from((_: string) => (plan.later ? Promise.resolve(inner) : inner));
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
    case 'pick':
      return RunnableParallel.from(object(plan.steps)).pick('k0') as Text;
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
    case 'listen':
      return build(plan.step).withListeners(LISTENERS);
    case 'retry':
      return build(plan.step).withRetry({ ...NO_WAIT, stopAfterAttempt: plan.attempts });
    case 'timeout':
      return build(plan.step).withTimeout(LIMITS);
    case 'fallbacks':
      return build(plan.steps[0] as Plan).withFallbacks(plan.steps.slice(1).map(build), {
        stream: plan.stream,
      });
    case 'instead': {
      const inner = build(plan.step);
      return RunnableLambda.from((_: string) => (plan.later ? Promise.resolve(inner) : inner));
    }
    default:
      throw new Error(`No such plan: ${plan.kind}`);
  }
}
