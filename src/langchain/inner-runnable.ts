import { InvalidInputError } from '../errors/run-errors.js';
import type { RunType } from '../plan/run.js';
import { RunnableBase } from '../run/runnable.js';

/** Represents a runnable inside LangChain.js in the records of its runs; only LangChain.js can run it. */
export class InnerRunnable extends RunnableBase {
  readonly kind = 'foreign';

  constructor(
    name: string,
    readonly runType: RunType,
  ) {
    super(name);
  }

  execute(input: unknown): never {
    throw new InvalidInputError(this.getName(), 'its input from LangChain.js, which alone can run it', input);
  }
}
