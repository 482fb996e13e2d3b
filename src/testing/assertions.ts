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
 * Asserts the output of a run: of a call what it resolves to, of a stream what its chunks add up to.
 *
 * @throws AssertionError of `node:assert`, as all assertions here do, with `actual` and `expected` for the test runner.
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

/** Asserts the chunks of a stream, which is read to its end. */
export async function assertChunks<O>(
  stream: AsyncIterable<O>,
  expected: readonly NoInfer<O>[],
): Promise<void> {
  report(await checkChunks(stream, expected));
}

/** Asserts the names of the runs, each indented by two spaces below that of its parent. */
export function assertRunTree(runs: RunCollector, expected: readonly string[]): void {
  report(checkRunTree(runs, expected));
}

/** Asserts events, each given as a line such as `on_chain_start Answer`. */
export function assertEvents(events: readonly StreamEvent[], expected: readonly string[]): void {
  report(checkEvents(events, expected));
}

/** Asserts that every run that has started has ended, whether it succeeded or failed. */
export function assertNoOpenRuns(runs: RunCollector): void {
  report(checkNoOpenRuns(runs));
}

/** Asserts the inputs with which a fake or a recording was called. */
export function assertInputs<I>(called: Called<I>, expected: readonly NoInfer<I>[]): void {
  report(checkInputs(called, expected));
}

function report({ holds, message, actual, expected }: Finding): void {
  // For an operator that it knows, Node may append a diff to the message.
  if (!holds) throw new AssertionError({ message, actual, expected, operator: 'runwright' });
}
