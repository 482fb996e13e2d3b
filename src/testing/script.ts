import type { RunContext } from '../plan/context.js';

/** Something that a scripted answer does. */
export type ScriptStep<O> =
  | { readonly kind: 'chunk'; readonly value: O }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'hang' };

/** A pause within a scripted answer; {@link pause} makes it. */
export class ScriptedPause {
  constructor(readonly ms: number) {}
}

/** A scripted answer, step by step; {@link chunks}, {@link after}, {@link literal} and {@link hang} make it. */
export class Script<out O> {
  constructor(readonly steps: readonly ScriptStep<O>[]) {}
}

/** What a fake answers to one call: an output, an Error to be thrown, or a {@link Script}. */
export type ScriptedResponse<O> = O | Error | Script<O>;

/** The answers of a fake in turn, over and over; or what makes one of each call, `count` being 0 for the first. */
export type ScriptedResponses<I, O> =
  | readonly ScriptedResponse<O>[]
  | ((input: I, ctx: RunContext, count: number) => ScriptedResponse<O> | PromiseLike<ScriptedResponse<O>>);

/** Milliseconds, by the library's clock, before the next chunk of {@link chunks}. */
export function pause(ms: number): ScriptedPause {
  return new ScriptedPause(ms);
}

/**
 * An answer that comes in chunks: outputs, pauses, and Errors, of which the first ends it. Invoked, the fake gives what
 * the chunks add up to.
 *
 * @example
 * ```ts
 * import { FakeStep, chunks, pause } from 'runwright/testing';
 *
 * const model = new FakeStep<string, string>({
 *   responses: [chunks('Hel', pause(20), 'lo'), chunks('We', new Error('cut off'))],
 * });
 * for await (const chunk of model.stream('Hi')) console.log(chunk); // prints 'Hel', 'lo'
 * await model.invoke('Well?'); // throws Error: cut off
 * ```
 */
export function chunks<O>(...parts: readonly (O | Error | ScriptedPause)[]): Script<O> {
  return new Script(parts.map(stepOf));
}

/** An answer that comes so many milliseconds later, by the library's clock. */
export function after<O>(ms: number, answer: ScriptedResponse<O>): Script<O> {
  return new Script([{ kind: 'pause', ms }, ...stepsOf(answer)]);
}

/** An answer that is a value as it is, also where it is an Error. */
export function literal<O>(value: O): Script<O> {
  return new Script([{ kind: 'chunk', value }]);
}

/** An answer that never comes: the call ends when its run is aborted, by a signal, a timeout or a failure elsewhere. */
export function hang(): Script<never> {
  return new Script([{ kind: 'hang' }]);
}

/** The steps of an answer. */
export function stepsOf<O>(answer: ScriptedResponse<O>): readonly ScriptStep<O>[] {
  return answer instanceof Script ? answer.steps : [stepOf(answer)];
}

function stepOf<O>(part: O | Error | ScriptedPause): ScriptStep<O> {
  if (part instanceof ScriptedPause) return { kind: 'pause', ms: part.ms };
  return part instanceof Error ? { kind: 'error', error: part } : { kind: 'chunk', value: part };
}
