import { InvalidInputError } from '../errors/run-errors.js';
import type { RunType } from '../plan/run.js';
import { RunnableBase } from '../run/runnable.js';

/** Stands for a runnable inside another library in the records of its runs; it is not run from here. */
export class InnerRunnable extends RunnableBase {
  readonly kind = 'foreign';

  constructor(
    name: string,
    readonly runType: RunType,
  ) {
    super(name);
  }

  execute(): never {
    throw new InvalidInputError(this.getName(), 'to be run by the library that it is of', undefined);
  }
}
