import type { rule, TypeRule } from '../plan/step-types.js';
import { RunnableBase } from './runnable.js';

/** Base of the runnables whose output type follows from what the step before them gives. */
export abstract class RuledBase<I, O, R extends TypeRule> extends RunnableBase<I, O> {
  declare readonly [rule]: R;

  /** None that a copy could have other values of. */
  override fieldValues(): Readonly<Record<string, unknown>> {
    return {};
  }
}
