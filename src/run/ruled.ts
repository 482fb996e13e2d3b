import type { Kwargs, RunnableConfig } from '../plan/config.js';
import type { Runnable } from '../plan/runnable.js';
import type { rule, RuledStep, TypeRule } from '../plan/step-types.js';
import type { ConfigFactory } from './bound-config.js';
import { RunnableBase } from './runnable.js';

/** A runnable whose output type follows from what the step before it gives, also when something is bound to it. */
export interface RuledRunnable<in I, out O, out R extends TypeRule> extends Runnable<I, O>, RuledStep<R> {
  bind(kwargs: Kwargs): RuledRunnable<I, O, R>;
  withConfig(config: RunnableConfig): RuledRunnable<I, O, R>;
  bindConfig(change: ConfigFactory): RuledRunnable<I, O, R>;
}

/** Base of the runnables whose output type follows from their input's. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the methods are attached, with wider types
export abstract class RuledBase<I, O, R extends TypeRule> extends RunnableBase<I, O> {
  declare readonly [rule]: R;
}

/** What is bound to it keeps the rule of its type. */
export interface RuledBase<I, O, R extends TypeRule> {
  bind(kwargs: Kwargs): RuledRunnable<I, O, R>;
  withConfig(config: RunnableConfig): RuledRunnable<I, O, R>;
  bindConfig(change: ConfigFactory): RuledRunnable<I, O, R>;
}
