import type { RunContext } from '../plan/context.js';

/** One step of a scripted response. */
export type ScriptStep<O> =
  | { readonly kind: 'chunk'; readonly value: O }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'hang' };

/** A pause within a scripted response, in milliseconds; {@link pause} makes it. */
export class ScriptedPause {
  constructor(readonly ms: number) {}
}

/** A scripted response, step by step; {@link chunks}, {@link after}, {@link literal} and {@link hang} make it. */
export class Script<out O> {
  constructor(readonly steps: readonly ScriptStep<O>[]) {}
}

/** The response of a fake to one call: an output, an Error to be thrown, or a {@link Script}. */
export type ScriptedResponse<O> = O | Error | Script<O>;

/**
 * The responses of a fake in turn, starting over after the last; or a function that makes one for each call, where `count`
 * is 0 for the first.
 */
export type ScriptedResponses<I, O> =
  | readonly ScriptedResponse<O>[]
  | ((input: I, ctx: RunContext, count: number) => ScriptedResponse<O> | PromiseLike<ScriptedResponse<O>>);

/** Makes a pause before the next chunk of {@link chunks}, of so many milliseconds by the library's clock. */
export function pause(ms: number): ScriptedPause {
  return new ScriptedPause(ms);
}

/**
 * Makes a response of chunks, pauses, and Errors, of which the first ends it. When invoked, the fake gives what the chunks
 * add up to.
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

/** Makes a response that is delayed by so many milliseconds, by the library's clock. */
export function after<O>(ms: number, response: ScriptedResponse<O>): Script<O> {
  return new Script([{ kind: 'pause', ms }, ...stepsOf(response)]);
}

/** Makes a response that is an output in any case, even if it is an Error. */
export function literal<O>(value: O): Script<O> {
  return new Script([{ kind: 'chunk', value }]);
}

/** Makes a response that never comes: the call ends only when its run is aborted, by a signal, a timeout or a failure elsewhere. */
export function hang(): Script<never> {
  return new Script([{ kind: 'hang' }]);
}

/** The steps of a response. */
export function stepsOf<O>(response: ScriptedResponse<O>): readonly ScriptStep<O>[] {
  return response instanceof Script ? response.steps : [stepOf(response)];
}

function stepOf<O>(part: O | Error | ScriptedPause): ScriptStep<O> {
  if (part instanceof ScriptedPause) return { kind: 'pause', ms: part.ms };
  return part instanceof Error ? { kind: 'error', error: part } : { kind: 'chunk', value: part };
}
