import { inspect, isDeepStrictEqual } from 'node:util';
import type { RunCollector } from '../observe/run-collector.js';
import type { StreamEvent } from '../plan/stream-event.js';
import { fold } from '../stream/fold.js';
import { isAsyncIterable } from '../stream/guards.js';
import type { RecordedCall } from './call-record.js';

/** What an assertion has found; `not` says it where the contrary was expected. */
export interface Finding {
  readonly holds: boolean;
  readonly message: string;
  readonly not: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Anything that has recorded calls: a fake, a recording, or the calls themselves. */
export type Called<I> =
  readonly RecordedCall<I, unknown>[] | { readonly calls: readonly RecordedCall<I, unknown>[] };

/** Compares what a run gives, of a stream what its chunks add up to. */
export async function checkOutput<O>(
  output: PromiseLike<O> | AsyncIterable<O>,
  expected: O,
): Promise<Finding> {
  const actual = isAsyncIterable(output) ? (await fold(output)).value : await output;
  return compared('output', actual, expected);
}

/** Compares the chunks of a stream. */
export async function checkChunks<O>(stream: AsyncIterable<O>, expected: readonly O[]): Promise<Finding> {
  const actual: O[] = [];
  for await (const chunk of stream) actual.push(chunk);
  return comparedLists('chunk', actual, expected);
}

/** Compares the names of runs, those of children indented by two spaces below their parent's. */
export function checkRunTree(runs: RunCollector, expected: readonly string[]): Finding {
  return comparedLists('line of the run tree', runs.tree(), expected);
}

/** Compares events, each by a line such as `on_chain_start Answer`. */
export function checkEvents(events: readonly StreamEvent[], expected: readonly string[]): Finding {
  const lines = events.map(({ event, name }) => `${event} ${name}`);
  return comparedLists('event', lines, expected);
}

/** Finds runs that have started and not ended. */
export function checkNoOpenRuns(runs: RunCollector): Finding {
  const open = runs.all.filter(({ status }) => status === 'running').map(({ path }) => path);
  return {
    holds: open.length === 0,
    message: `expected no run to be left open, but these are: ${open.join('; ')}`,
    not: 'expected a run to be left open, but all have ended',
    actual: open,
    expected: [],
  };
}

/** Compares the inputs of calls. */
export function checkInputs<I>(called: Called<I>, expected: readonly I[]): Finding {
  const calls = 'calls' in called ? called.calls : called;
  const actual = calls.map(({ input }) => input);
  return comparedLists('input', actual, expected);
}

function compared(what: string, actual: unknown, expected: unknown): Finding {
  return {
    holds: isDeepStrictEqual(actual, expected),
    message: `expected the ${what} ${show(expected)}, but got ${show(actual)}`,
    not: `expected another ${what} than ${show(actual)}`,
    actual,
    expected,
  };
}

function comparedLists(what: string, actual: readonly unknown[], expected: readonly unknown[]): Finding {
  const length = Math.max(actual.length, expected.length);
  const first = Array.from({ length }, (_, index) => index).find(
    (index) => !isDeepStrictEqual(itemAt(actual, index), itemAt(expected, index)),
  );
  const items = first === undefined ? '' : differenceAt(what, actual, expected, first);
  return {
    holds: first === undefined,
    message: items,
    not: `expected other ${what}s than ${show(actual)}`,
    actual,
    expected,
  };
}

/** A missing item is told from one that is undefined. */
function itemAt(list: readonly unknown[], index: number): readonly unknown[] {
  return index < list.length ? [list[index]] : [];
}

function differenceAt(
  what: string,
  actual: readonly unknown[],
  expected: readonly unknown[],
  index: number,
): string {
  const shown = (list: readonly unknown[]): string => (index < list.length ? show(list[index]) : 'no more');
  return `expected ${what} ${index + 1} to be ${shown(expected)}, but got ${shown(actual)}`;
}

function show(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Infinity, maxStringLength: 200, maxArrayLength: 20 });
}
