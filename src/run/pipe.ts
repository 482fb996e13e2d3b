import type { CheckedPipe, FittingPiped, PipeOptions, PipeOutput } from '../plan/chain-types.js';
import type { AnyRunnable } from '../plan/runnable.js';
import type { ForeignRunnable, OutputFor, StepLike } from '../plan/step-types.js';
import { attach } from './attach.js';
import { coerce } from './coerce.js';
import { RunnableSequence, type SequenceOptions } from './sequence.js';
import { isRunnable } from './shared-members.js';

declare module '../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Makes a chain of this runnable and a further step, which runs on its output.
     *
     * A chain with a name keeps it, unless the options set another.
     */
    pipe<const S extends StepLike<O>>(step: S, options?: PipeOptions): Runnable<I, OutputFor<S, O>>;
    /** Makes a chain of this runnable, a step, and a runnable after that. */
    pipe<const S extends StepLike<O>, const S2 extends AnyRunnable | ForeignRunnable<never, unknown>>(
      step: S,
      step2: S2 & FittingPiped<S2, S, O>,
      options?: PipeOptions,
    ): Runnable<I, OutputFor<S2, OutputFor<S, O>>>;
    /** Makes a chain of this runnable and two further steps. */
    pipe<const S extends StepLike<O>, const S2 extends StepLike<OutputFor<S, O>>>(
      step: S,
      step2: S2,
      options?: PipeOptions,
    ): Runnable<I, OutputFor<S2, OutputFor<S, O>>>;
    /** Makes a chain of this runnable and three further steps. */
    pipe<
      const S extends StepLike<O>,
      const S2 extends StepLike<OutputFor<S, O>>,
      const S3 extends StepLike<OutputFor<S2, OutputFor<S, O>>>,
    >(
      step: S,
      step2: S2,
      step3: S3,
      options?: PipeOptions,
    ): Runnable<I, OutputFor<S3, OutputFor<S2, OutputFor<S, O>>>>;
    /** Makes a chain of this runnable and any number of steps; a step that does not fit is a {@link StepMismatch}. */
    pipe<const T extends readonly [unknown, ...unknown[]]>(
      ...steps: T & CheckedPipe<T, O>
    ): Runnable<I, PipeOutput<T, O>>;
  }
}

attach('pipe', function (...steps: unknown[]): RunnableSequence<unknown, unknown> {
  const options =
    isOptions(steps[steps.length - 1]) && steps.length > 1 ? (steps.pop() as SequenceOptions) : {};
  const rest = steps.map((step, index) => coerce(step, `${this.getName()}.pipe, step ${String(index + 1)}`));
  const named = [this, ...rest].find((step) => step instanceof RunnableSequence && step.name !== undefined);
  return new RunnableSequence([this, ...rest], { name: options.name ?? named?.name });
});

/** Tells options from an object of steps: a name is a string, which is no step. */
function isOptions(value: unknown): value is SequenceOptions {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isRunnable(value) &&
    Object.keys(value).every((key) => key === 'name') &&
    ['string', 'undefined'].includes(typeof (value as SequenceOptions).name)
  );
}
