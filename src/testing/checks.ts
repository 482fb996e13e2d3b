import { inspect, isDeepStrictEqual } from 'node:util';
import type { RunCollector } from '../observe/run-collector.js';
import type { StreamEvent } from '../plan/stream-event.js';
import { fold } from '../stream/fold.js';
import { isAsyncIterable } from '../stream/guards.js';
import type { RecordedCall } from './call-record.js';

/** The result of a check. */
export interface Finding {
  readonly holds: boolean;
  /** The error if it does not hold. */
  readonly message: string;
  /** The error if it holds, but the opposite was expected. */
  readonly not: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Anything with recorded calls: a fake, a recording, or a list of calls. */
export type Called<I> =
  readonly RecordedCall<I, unknown>[] | { readonly calls: readonly RecordedCall<I, unknown>[] };

/** Compares the output of a run: of a stream, what its chunks add up to. */
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
  return comparedLists('chunks', (number) => `chunk ${number}`, actual, expected);
}

/** Compares the names of runs, each indented by two spaces below that of its parent. */
export function checkRunTree(runs: RunCollector, expected: readonly string[]): Finding {
  return comparedLists('run tree', (number) => `line ${number} of the run tree`, runs.tree(), expected);
}

/** Compares events, each as a line such as `on_chain_start Answer`. */
export function checkEvents(events: readonly StreamEvent[], expected: readonly string[]): Finding {
  const lines = events.map(({ event, name }) => `${event} ${name}`);
  return comparedLists('events', (number) => `event ${number}`, lines, expected);
}

/** Checks that every run that has started has ended. */
export function checkNoOpenRuns(runs: RunCollector): Finding {
  const open = runs.all.filter(({ status }) => status === 'running').map(({ path }) => path);
  return {
    holds: open.length === 0,
    message: `expected every run to have ended, but these have not: ${open.join('; ')}`,
    not: 'expected a run that has not ended, but all have',
    actual: open,
    expected: [],
  };
}

/** Compares the inputs of calls. */
export function checkInputs<I>(called: Called<I>, expected: readonly I[]): Finding {
  const calls = 'calls' in called ? called.calls : called;
  const actual = calls.map(({ input }) => input);
  return comparedLists('inputs', (number) => `input ${number}`, actual, expected);
}

function compared(what: string, actual: unknown, expected: unknown): Finding {
  return {
    holds: isDeepStrictEqual(actual, expected),
    message: `expected the ${what} to be ${show(expected)}, but got ${show(actual)}`,
    not: `expected the ${what} not to be ${show(actual)}`,
    actual,
    expected,
  };
}

function comparedLists(
  what: string,
  nameOfItem: (number: number) => string,
  actual: readonly unknown[],
  expected: readonly unknown[],
): Finding {
  const length = Math.max(actual.length, expected.length);
  const first = Array.from({ length }, (_, index) => index).find(
    (index) => !isDeepStrictEqual(itemAt(actual, index), itemAt(expected, index)),
  );
  return {
    holds: first === undefined,
    message: first === undefined ? '' : difference(nameOfItem(first + 1), first, actual, expected),
    not: `expected the ${what} not to be ${show(actual)}`,
    actual,
    expected,
  };
}

/** A list of the item, or an empty one: an item that is undefined differs from one that is missing. */
function itemAt(list: readonly unknown[], index: number): readonly unknown[] {
  return index < list.length ? [list[index]] : [];
}

function difference(
  item: string,
  index: number,
  actual: readonly unknown[],
  expected: readonly unknown[],
): string {
  if (index >= expected.length) return `expected no ${item}, but got ${show(actual[index])}`;
  const got = index < actual.length ? `got ${show(actual[index])}` : 'there is none';
  return `expected ${item} to be ${show(expected[index])}, but ${got}`;
}

function show(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Infinity, maxStringLength: 200, maxArrayLength: 20 });
}
