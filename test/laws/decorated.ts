import 'reflect-metadata';
import {
  Assign,
  Bind,
  Branch,
  Chain,
  Each,
  Fallback,
  Listen,
  Parallel,
  Pick,
  Retry,
  Router,
  Runnable,
  Step,
  Timeout,
  WithConfig,
  type RunContext,
} from 'runwright';
import type { Text } from './build.js';
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

type TextClass = new () => Step<string, string>;

/** A class without a body, declared by decorators that are written as functions, the innermost first. */
function declared(...decorators: readonly unknown[]): TextClass {
  class Declared extends Step<string, string> {}
  return decorate(Declared, ...decorators);
}

function decorate(target: TextClass, ...decorators: readonly unknown[]): TextClass {
  for (const decorator of decorators) (decorator as (target: TextClass) => void)(target);
  return target;
}

function leafOf(plan: Plan, probe: Probe): TextClass | undefined {
  const fn =
    functionOf(plan, probe) ??
    (plan.kind === 'passthrough'
      ? (text: string) => text
      : plan.kind === 'tap'
        ? tap(paced(probe, 'tap', plan.pace, () => 'ignored'))
        : undefined);
  if (fn !== undefined) {
    class Leaf extends Step<string, string> {
      run(text: string, ctx: RunContext): string {
        return fn?.(text, ctx) as string;
      }
    }
    return decorate(Leaf, Runnable());
  }
  if (plan.kind === 'transform') {
    const transform = transformOf(plan.op, plan.pace, probe);
    class Transform extends Step<string, string> {
      runStream(chunks: AsyncIterable<string>, ctx: RunContext): AsyncIterable<string> {
        return transform(chunks, ctx);
      }
    }
    return decorate(Transform, Runnable());
  }
  if (plan.kind === 'foreign') {
    return declared(Chain([(text: string) => text, foreignOf(plan.op, plan.pace, probe)]));
  }
  return plan.kind === 'list' ? declared(Chain([(text: string) => text, listOf(plan.op, probe)])) : undefined;
}

function tap(fn: (text: string, ctx: RunContext) => unknown) {
  return (text: string, ctx: RunContext): unknown => {
    const tapped = fn(text, ctx);
    return tapped instanceof Promise ? tapped.then(() => text) : text;
  };
}

function classOf(plan: Plan, probe: Probe): TextClass {
  const leaf = leafOf(plan, probe);
  if (leaf !== undefined) return leaf;
  const build = (step: Plan): TextClass => classOf(step, probe);
  const object = (steps: readonly Plan[]): Record<string, TextClass> =>
    Object.fromEntries(keysOf(steps).map((key, index) => [key, build(steps[index] as Plan)]));
  const chain = (...steps: readonly unknown[]): TextClass => declared(Chain(steps));
  switch (plan.kind) {
    case 'sequence':
      return chain(...plan.steps.map(build));
    case 'parallel':
      return chain(declared(Parallel(object(plan.steps))), join);
    case 'pick':
      return chain(declared(Parallel(object(plan.steps))), declared(Pick('k0')));
    case 'branch':
      return declared(Branch([[condition(plan, probe), build(plan.odd)], build(plan.even)]));
    case 'router':
      return chain(routeTo(plan.routes), declared(Router(object(plan.routes))));
    case 'assign':
      return chain(
        wrap,
        declared(Assign({ more: chain(({ text }: { text: string }) => text, build(plan.step)) })),
        join,
      );
    case 'each':
      return chain(split, declared(Each(build(plan.step))), unsplit);
    case 'bind':
      return decorate(build(plan.step), Bind({ law: 1 }));
    case 'config':
      return decorate(build(plan.step), WithConfig(CONFIG));
    case 'listen':
      return decorate(build(plan.step), Listen(LISTENERS));
    case 'retry':
      return decorate(build(plan.step), Retry({ ...NO_WAIT, stopAfterAttempt: plan.attempts }));
    case 'timeout':
      return decorate(build(plan.step), Timeout(LIMITS));
    case 'fallbacks':
      return decorate(
        build(plan.steps[0] as Plan),
        Fallback(plan.steps.slice(1).map(build), { stream: plan.stream }),
      );
    case 'instead': {
      const { later } = plan;
      const inner = new (build(plan.step))();
      class Instead extends Step<string, string> {
        run(_: string): string {
          return (later ? Promise.resolve(inner) : inner) as never;
        }
      }
      return decorate(Instead, Runnable());
    }
    default:
      throw new Error(`No such plan: ${plan.kind}`);
  }
}

/** Builds a plan of decorated classes, assembled without a container. */
export function decorated(plan: Plan, probe: Probe): Text {
  return new (classOf(plan, probe))();
}
