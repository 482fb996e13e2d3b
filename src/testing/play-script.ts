import { wait } from '../components/models/fake-script.js';
import type { Context } from '../run/context.js';
import { notingOutput, type CallRecord } from './call-record.js';
import { stepsOf, type ScriptedResponse, type ScriptStep } from './script.js';

/** A response, or a promise of one. */
export type Response<O> = ScriptedResponse<O> | PromiseLike<ScriptedResponse<O>>;

/** A step that takes no time. */
type Immediate<O> = Exclude<ScriptStep<O>, { readonly kind: 'pause' | 'hang' }>;

/** Whether a step takes no time. */
export function isImmediate<O>(step: ScriptStep<O>): step is Immediate<O> {
  return step.kind === 'chunk' || step.kind === 'error';
}

/** Plays steps that take no time, synchronously, and gives what their chunks add up to. */
export function playNow<I, O>(steps: readonly Immediate<O>[], record: CallRecord<I, O>): O {
  for (const step of steps) {
    if (step.kind === 'error') throw step.error;
    record.chunks.push(step.value);
  }
  record.status = 'succeeded';
  return record.output as O;
}

/** Plays a response to its end and gives what its chunks add up to. */
export async function playWhole<I, O>(
  response: Response<O>,
  record: CallRecord<I, O>,
  ctx: Context,
): Promise<O> {
  // The record adds up the chunks.
  for await (const _chunk of notingOutput(
    play(() => response, ctx),
    record,
  ));
  return record.output as O;
}

/** Plays a response chunk by chunk. */
export async function* play<O>(respond: () => Response<O>, ctx: Context): AsyncGenerator<O, void> {
  for (const step of stepsOf(await respond())) {
    switch (step.kind) {
      case 'chunk':
        yield step.value;
        break;
      case 'pause':
        await wait(step.ms, ctx);
        break;
      case 'hang':
        await untilAborted(ctx);
        break;
      case 'error':
        throw step.error;
    }
  }
}

/** Never settles, except that it rejects with the reason when the run is aborted. */
function untilAborted({ scope }: Context): Promise<never> {
  return new Promise((_resolve, reject) => {
    scope.onAbort(reject);
  });
}
