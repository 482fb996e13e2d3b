import type { FitsHooks, RunnableClass } from '../plan/class-types.js';
import type { Runnable as RunnableOf } from '../plan/runnable.js';
import type { KindOptions } from '../metadata/records.js';
import { declareKind } from './kind.js';

/** Options of {@link Runnable}. */
export type RunnableOptions = KindOptions;

/**
 * Something that turns an input into an output, by `invoke`, `batch` or `stream`; the decorator of the same name declares a
 * class as one.
 *
 * @typeParam I - The input.
 * @typeParam O - The output; of a stream, what its chunks add up to.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the name is the decorator's, too
export interface Runnable<in I, out O> extends RunnableOf<I, O> {}

/**
 * Declares a class as a step: it extends `Step` and has `run(input, ctx)`, or `runStream(chunks, ctx)`, or both, and
 * may have `runBatch(inputs, ctxs)`.
 *
 * `run` may be synchronous, asynchronous or a generator, and may return another runnable, which then runs on the same input.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step } from 'runwright';
 *
 * @Runnable()
 * class Upper extends Step<string, string> {
 *   run(text: string): string {
 *     return text.toUpperCase();
 *   }
 * }
 * await new Upper().invoke('hello'); // => 'HELLO'
 * ```
 */
export function Runnable(
  options: RunnableOptions = {},
): <C extends RunnableClass>(target: C & FitsHooks<C>) => void {
  return declareKind({ kind: 'step', decorator: '@Runnable', slots: [], options });
}
