import { AsynchronousStepError } from '../errors/run-errors.js';
import type { Node } from '../plan/node.js';
import { isPromiseLike } from '../stream/guards.js';
import { interceptExecution } from './interception.js';
import type { OpenRun } from './open-run.js';

/** Executes a node within a run that has been opened for it; synchronously where nobody has anything to wait for. */
export function executeTraced<I, O>(open: OpenRun, node: Node<I, O>, input: I): O | PromiseLike<O> {
  open.input = input;
  let started: Promise<void> | undefined;
  try {
    started = open.start();
  } catch (error) {
    return failed(open, error);
  }
  if (started === undefined) return perform(open, node, input);
  return started.then(
    () => {
      const { failure } = open.ctx.scope;
      return failure === undefined ? perform(open, node, input) : failed(open, failure.reason);
    },
    (error: unknown) => failed(open, error),
  );
}

function perform<I, O>(open: OpenRun, node: Node<I, O>, input: I): O | PromiseLike<O> {
  let answer: O | PromiseLike<O>;
  try {
    answer = open.intercepting
      ? (interceptExecution(open.observers, open.record, () => node.execute(input, open.ctx)) as O)
      : node.execute(input, open.ctx);
  } catch (error) {
    return failed(open, error);
  }
  if (!isPromiseLike(answer)) return succeeded(open, answer);
  if (open.ctx.scope.synchronous) {
    answer.then(undefined, () => undefined);
    return failed(open, new AsynchronousStepError(open.record.name));
  }
  open.watch();
  return answer.then(
    (output) => succeeded(open, output),
    (error: unknown) => failed(open, error),
  );
}

function succeeded<O>(open: OpenRun, output: O): O | PromiseLike<O> {
  const aborted = open.abortion;
  if (aborted !== undefined) return failed(open, aborted.reason);
  const told = open.end(output);
  return told === undefined ? output : told.then(() => output);
}

/** Ends the run with an error, and throws that: at once, or when everybody has been told. */
function failed(open: OpenRun, error: unknown): Promise<never> {
  const told = open.fail(error);
  if (told === undefined) throw error;
  return told.then(() => {
    throw error;
  });
}
