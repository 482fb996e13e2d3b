import type { RunContext } from 'runwright';

/** A function that fails some times before it succeeds, with a record of how it was called. */
export interface Flaky<I> {
  (input: I, ctx: RunContext): Promise<I>;
  readonly inputs: I[];
  readonly attempts: number[];
}

/**
 * Makes a function that throws each of the given errors once, in their order, and then answers with its input.
 *
 * Plain messages stand for errors with that message.
 */
export function flaky<I>(...failures: readonly unknown[]): Flaky<I> {
  const left = failures.map((failure) => (typeof failure === 'string' ? new Error(failure) : failure));
  const inputs: I[] = [];
  const attempts: number[] = [];
  const fn = async (input: I, ctx: RunContext): Promise<I> => {
    inputs.push(input);
    attempts.push(ctx.attempt);
    await Promise.resolve();
    if (left.length > 0) throw left.shift();
    return input;
  };
  return Object.assign(fn, { inputs, attempts });
}
