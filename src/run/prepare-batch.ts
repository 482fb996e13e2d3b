import { Failure, type Outcome, type Settle } from '../plan/node.js';
import type { Context } from './context.js';

/** A batch as a node receives it. */
export interface Batch<I, O> {
  readonly inputs: readonly I[];
  readonly contexts: readonly Context[];
  readonly settle: Settle<O>;
}

/**
 * Prepares the inputs of a batch and runs it on the results; an input that cannot be prepared is settled as failed and
 * left out.
 */
export async function prepareBatch<I, P, O>(
  { inputs, contexts, settle }: Batch<I, O>,
  prepare: (input: I, ctx: Context) => P | PromiseLike<P>,
  run: (inputs: readonly P[], contexts: readonly Context[], settle: Settle<O>) => PromiseLike<void>,
): Promise<void> {
  const prepared = await Promise.all(
    inputs.map((input, index) => outcomeOf(() => prepare(input, contexts[index] as Context))),
  );
  const valid: number[] = [];
  prepared.forEach((outcome, index) => {
    if (outcome instanceof Failure) settle(index, outcome);
    else valid.push(index);
  });
  if (valid.length === 0) return;
  await run(
    valid.map((index) => prepared[index] as P),
    valid.map((index) => contexts[index] as Context),
    (at, outcome) => {
      settle(valid[at] as number, outcome);
    },
  );
}

/** Returns the result of work as a value, a {@link Failure} if it throws or rejects. */
export async function outcomeOf<T>(work: () => T | PromiseLike<T>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    return new Failure(error);
  }
}
