import { RunnableBase, type RunType } from 'runwright';

/** A node that does nothing but execute a function, with runs of some type. */
export class Invoked extends RunnableBase {
  readonly kind = 'invoked';

  constructor(
    name: string,
    readonly runType: RunType,
    readonly work: (input: unknown) => unknown,
  ) {
    super(name);
  }

  execute(input: unknown): unknown {
    return this.work(input);
  }
}
