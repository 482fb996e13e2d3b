import { fc } from '../support/properties.js';
import type { Pace } from './probe.js';

/** What is done to each character, so that a text may be cut into chunks anywhere. */
export type Op = 'upper' | 'next' | 'same';

/** A composition of steps from text to text, as data: every form of it is built from the same plan. */
export type Plan =
  | { readonly kind: 'map'; readonly op: Op; readonly pace: Pace | undefined }
  | { readonly kind: 'characters'; readonly pace: Pace | undefined; readonly breaks: boolean }
  | { readonly kind: 'transform'; readonly op: Op; readonly pace: Pace }
  | { readonly kind: 'list'; readonly op: Op }
  | { readonly kind: 'foreign'; readonly op: Op; readonly pace: Pace | undefined }
  | { readonly kind: 'fail'; readonly pace: Pace | undefined }
  | { readonly kind: 'picky'; readonly pace: Pace | undefined }
  | { readonly kind: 'flaky'; readonly failures: number; readonly pace: Pace | undefined }
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'tap'; readonly pace: Pace | undefined }
  | { readonly kind: 'sequence'; readonly steps: readonly Plan[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Plan[] }
  | { readonly kind: 'pick'; readonly steps: readonly Plan[] }
  | { readonly kind: 'branch'; readonly odd: Plan; readonly even: Plan; readonly pace: Pace | undefined }
  | { readonly kind: 'router'; readonly routes: readonly Plan[] }
  | { readonly kind: 'assign'; readonly step: Plan }
  | { readonly kind: 'each'; readonly step: Plan }
  | { readonly kind: 'bind'; readonly step: Plan }
  | { readonly kind: 'config'; readonly step: Plan }
  | { readonly kind: 'listen'; readonly step: Plan }
  | { readonly kind: 'retry'; readonly step: Plan; readonly attempts: number }
  | { readonly kind: 'timeout'; readonly step: Plan }
  | { readonly kind: 'fallbacks'; readonly steps: readonly Plan[]; readonly stream: 'live' | 'buffered' }
  | { readonly kind: 'instead'; readonly step: Plan; readonly later: boolean };

const op = fc.constantFrom<Op>('upper', 'next', 'same');

const pace = fc.record<Pace>({
  ticks: fc.nat({ max: 3 }),
  turns: fc.nat({ max: 2 }),
  deaf: fc.boolean(),
});

/** Compositions up to five deep. */
function plans(maybePace: fc.Arbitrary<Pace | undefined>, leaves: readonly fc.Arbitrary<Plan>[]) {
  return fc.letrec<{ plan: Plan }>((tie) => {
    const step = tie('plan');
    const steps = (minLength: number) => fc.array(step, { minLength, maxLength: 3 });
    return {
      plan: fc.oneof(
        { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
        fc.oneof(
          fc.record({ kind: fc.constant('map' as const), op, pace: maybePace }),
          fc.record({ kind: fc.constant('characters' as const), pace: maybePace, breaks: fc.boolean() }),
          fc.record({ kind: fc.constant('list' as const), op }),
          fc.record({ kind: fc.constant('foreign' as const), op, pace: maybePace }),
          fc.record({ kind: fc.constant('passthrough' as const) }),
          fc.record({ kind: fc.constant('tap' as const), pace: maybePace }),
          fc.record({ kind: fc.constant('flaky' as const), failures: fc.nat({ max: 2 }), pace: maybePace }),
          fc.record({ kind: fc.constant('fail' as const), pace: maybePace }),
          fc.record({ kind: fc.constant('picky' as const), pace: maybePace }),
          ...leaves,
        ),
        fc.record({ kind: fc.constant('sequence' as const), steps: steps(2) }),
        fc.record({ kind: fc.constant('parallel' as const), steps: steps(1) }),
        fc.record({ kind: fc.constant('pick' as const), steps: steps(1) }),
        fc.record({ kind: fc.constant('branch' as const), odd: step, even: step, pace: maybePace }),
        fc.record({ kind: fc.constant('router' as const), routes: steps(1) }),
        fc.record({ kind: fc.constant('assign' as const), step }),
        fc.record({ kind: fc.constant('each' as const), step }),
        fc.record({ kind: fc.constant('bind' as const), step }),
        fc.record({ kind: fc.constant('config' as const), step }),
        fc.record({ kind: fc.constant('listen' as const), step }),
        fc.record({ kind: fc.constant('retry' as const), step, attempts: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ kind: fc.constant('timeout' as const), step }),
        fc.record({
          kind: fc.constant('fallbacks' as const),
          steps: steps(2),
          stream: fc.constantFrom('live', 'buffered'),
        }),
        fc.record({
          kind: fc.constant('instead' as const),
          step,
          later: maybePace.map((found) => found !== undefined),
        }),
      ),
    };
  }).plan;
}

/** Any composition. */
export const anyPlan: fc.Arbitrary<Plan> = plans(fc.option(pace, { nil: undefined }), [
  fc.record({ kind: fc.constant('transform' as const), op, pace }),
]);

/** Chains of steps that work chunk by chunk, the first of which gives several: where an abort may fall between any two. */
export const streamingPlan: fc.Arbitrary<Plan> = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant('transform' as const), op, pace }),
      fc.record({ kind: fc.constant('tap' as const), pace: fc.option(pace, { nil: undefined }) }),
    ),
    { minLength: 2, maxLength: 4 },
  )
  .map((stages): Plan => ({
    kind: 'sequence',
    steps: [{ kind: 'characters', pace: undefined, breaks: false }, ...stages],
  }));

/** Compositions of synchronous steps alone. */
export const syncPlan: fc.Arbitrary<Plan> = plans(fc.constant(undefined), []);

/** Inputs: the empty text, and short ones. */
export const text: fc.Arbitrary<string> = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
