import type { rule, TypeRule } from '../plan/step-types.js';
import { RunnableBase } from './runnable.js';

/** Base of the runnables whose output type follows from the output of the step before them. */
export abstract class RuledBase<I, O, R extends TypeRule> extends RunnableBase<I, O> {
  declare readonly [rule]: R;

  /** None: a copy could not have other values of its properties. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }
}
