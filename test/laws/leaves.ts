import type { RunContext } from 'runwright';
import type { Op, Plan } from './plan.js';
import type { Pace, Probe } from './probe.js';

/** A function from text to text, or to chunks of it. */
export type TextFunction = (text: string, ctx: RunContext) => unknown;

/** A transform of chunks of text. */
export type TextTransform = (chunks: AsyncIterable<string>, ctx: RunContext) => AsyncGenerator<string>;

const OPS: Record<Op, (text: string) => string> = {
  upper: (text) => text.toUpperCase(),
  next: (text) =>
    Array.from(text, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 1)).join(''),
  same: (text) => text,
};

/** A function that takes its time, if it has a pace, and then answers. */
export function paced(
  probe: Probe,
  what: string,
  pace: Pace | undefined,
  answer: TextFunction,
): TextFunction {
  if (pace === undefined) {
    return (text, ctx) => {
      probe.begin(what);
      return answer(text, ctx);
    };
  }
  return async (text, ctx) => {
    probe.begin(what);
    await probe.pause(pace, ctx.signal);
    return answer(text, ctx);
  };
}

/** The function of a plan that is one; the chunks it gives end with an empty one, for no stream is without a chunk. */
export function functionOf(plan: Plan, probe: Probe): TextFunction | undefined {
  switch (plan.kind) {
    case 'map':
      return paced(probe, 'map', plan.pace, (text) => OPS[plan.op](text));
    case 'characters':
      return plan.pace === undefined
        ? (text) => charactersNow(text, plan.breaks, probe)
        : charactersLater(plan.pace, plan.breaks, probe);
    case 'fail':
      return paced(probe, 'fail', plan.pace, () => probe.fail('fail'));
    case 'picky':
      return paced(probe, 'picky', plan.pace, (text) => (text.length % 2 === 1 ? probe.fail('odd') : text));
    case 'flaky':
      return paced(probe, 'flaky', plan.pace, (text, { attempt }) => {
        return attempt <= plan.failures ? probe.fail(`attempt ${attempt}`) : text;
      });
    default:
      return undefined;
  }
}

/** The letters of a text; one that breaks fails behind the last where there is an odd number of them. */
function* charactersNow(text: string, breaks: boolean, probe: Probe): Generator<string> {
  probe.begin('characters');
  probe.open += 1;
  try {
    yield* text;
    if (breaks && text.length % 2 === 1) probe.fail('breaks');
    yield '';
  } finally {
    probe.open -= 1;
  }
}

function charactersLater(pace: Pace, breaks: boolean, probe: Probe): TextFunction {
  return async function* (text: string, ctx: RunContext): AsyncGenerator<string> {
    probe.begin('characters');
    probe.open += 1;
    try {
      for (const letter of text) {
        await probe.pause(pace, ctx.signal);
        yield letter;
      }
      if (breaks && text.length % 2 === 1) probe.fail('breaks');
      yield '';
    } finally {
      probe.open -= 1;
    }
  };
}

export function transformOf(op: Op, pace: Pace, probe: Probe): TextTransform {
  return async function* transform(chunks, ctx) {
    probe.begin('transform');
    probe.open += 1;
    try {
      for await (const chunk of chunks) {
        await probe.pause(pace, ctx.signal);
        yield OPS[op](chunk);
      }
      yield '';
    } finally {
      await probe.pause({ ...pace, ticks: 1 + pace.ticks, deaf: true }, ctx.signal);
      probe.open -= 1;
    }
  };
}

export function listOf(op: Op, probe: Probe) {
  return function* list(chunks: readonly string[]): Generator<string> {
    probe.begin('list');
    probe.open += 1;
    try {
      for (const chunk of chunks) yield OPS[op](chunk);
      yield '';
    } finally {
      probe.open -= 1;
    }
  };
}

/** A runnable of another library, as far as it is known: it can be invoked and streamed, with a config. */
export function foreignOf(op: Op, pace: Pace | undefined, probe: Probe) {
  const invoke = paced(probe, 'foreign', pace, (text) => OPS[op](text)) as (
    text: string,
    config: Pick<RunContext, 'signal'>,
  ) => string | Promise<string>;
  return {
    invoke,
    async *stream(text: string, config: Pick<RunContext, 'signal'>): AsyncGenerator<string> {
      probe.open += 1;
      try {
        yield '';
        yield await invoke(text, config);
      } finally {
        probe.open -= 1;
      }
    },
  };
}

/**
 * Makes text of an object whose values are texts; short, for it may grow from step to step. A stream gives the keys in
 * the order in which their branches produce, hence the sorting.
 */
export function join(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}${value ?? ''}`)
    .join('')
    .slice(0, 6);
}

/** Says whether a text has an odd number of characters. */
export function condition(plan: Plan & { kind: 'branch' }, probe: Probe): (text: string) => unknown {
  const isOdd: TextFunction = (text) => text.length % 2 === 1;
  return paced(probe, 'condition', plan.pace, isOdd) as (text: string) => unknown;
}

export const NO_WAIT = { waitExponentialJitter: false } as const;
export const LIMITS = { total: 60_000, firstChunk: 50_000, idle: 40_000 };
export const LISTENERS = { onStart: () => {}, onEnd: async () => {}, onError: async () => {} };
export const CONFIG = { tags: ['law'], metadata: { law: 1 }, configurable: { law: true } };

export const keysOf = (steps: readonly unknown[]): string[] => steps.map((_, index) => `k${index}`);

export const routeTo = (routes: readonly unknown[]) => (text: string) => ({
  key: `k${text.length % routes.length}`,
  input: text,
});

export const wrap = (text: string): { text: string } => ({ text });
export const split = (text: string): string[] => Array.from(text.slice(0, 3));
export const unsplit = (texts: readonly string[]): string => texts.join('');
