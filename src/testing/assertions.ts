import { AssertionError } from 'node:assert';
import type { RunCollector } from '../observe/run-collector.js';
import type { StreamEvent } from '../plan/stream-event.js';
import {
  checkChunks,
  checkEvents,
  checkInputs,
  checkNoOpenRuns,
  checkOutput,
  checkRunTree,
  type Called,
  type Finding,
} from './checks.js';

/**
 * Asserts what a run gives: the output of a call, or what the chunks of a stream add up to.
 *
 * @throws AssertionError of `node:assert`, as all assertions here do, with `actual` and `expected` for the runner.
 * @example
 * ```ts
 * import { assertOutput, FakeStep } from 'runwright/testing';
 *
 * const model = new FakeStep<string, string>({ responses: ['fine'] });
 * await assertOutput(model.invoke('Hi'), 'fine');
 * await assertOutput(model.stream('Hi'), 'fine');
 * ```
 */
export async function assertOutput<O>(
  output: PromiseLike<O> | AsyncIterable<O>,
  expected: NoInfer<O>,
): Promise<void> {
  report(await checkOutput(output, expected));
}

/** Asserts the chunks of a stream, reading it to its end. */
export async function assertChunks<O>(
  stream: AsyncIterable<O>,
  expected: readonly NoInfer<O>[],
): Promise<void> {
  report(await checkChunks(stream, expected));
}

/** Asserts which runs there were: their names, those of children indented by two spaces below their parent's. */
export function assertRunTree(runs: RunCollector, expected: readonly string[]): void {
  report(checkRunTree(runs, expected));
}

/** Asserts which events there were, each as a line such as `on_chain_start Answer`. */
export function assertEvents(events: readonly StreamEvent[], expected: readonly string[]): void {
  report(checkEvents(events, expected));
}

/** Asserts that every run that has started has ended, well or not. */
export function assertNoOpenRuns(runs: RunCollector): void {
  report(checkNoOpenRuns(runs));
}

/** Asserts with what a fake or a recording was called. */
export function assertInputs<I>(called: Called<I>, expected: readonly NoInfer<I>[]): void {
  report(checkInputs(called, expected));
}

function report({ holds, message, actual, expected }: Finding): void {
  // An operator that Node knows would have some of its versions add a difference to the message.
  if (!holds) throw new AssertionError({ message, actual, expected, operator: 'runwright' });
}
