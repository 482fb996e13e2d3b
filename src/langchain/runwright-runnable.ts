import type { Runnable as TheirRunnable } from '@langchain/core/runnables';
import { runnableBrand } from '../plan/brand.js';
import type { Node } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import { convert } from './convert.js';
import type { LangChainCore, LangChainMessageClasses } from './core.js';
import { readOptions } from './run-config.js';

/** A class of runnables of LangChain.js that stand for runnables of this library. */
export type RunnableClass = new (
  runnable: Runnable<unknown, unknown>,
  messages: LangChainMessageClasses,
) => object;

/**
 * Makes the class for one copy of LangChain.js.
 *
 * It gives up none of the methods that a runnable has there, and does not trace: the runs of what it stands for are
 * told to the callbacks that it is called with.
 */
export function makeRunnableClass(theirs: LangChainCore['Runnable']): RunnableClass {
  const Base = theirs as typeof TheirRunnable<unknown, unknown>;
  return class RunwrightRunnable extends Base {
    override lc_namespace = ['runwright', 'langchain'];
    readonly runnable: Runnable<unknown, unknown>;
    readonly #messages: LangChainMessageClasses;

    static override lc_name(): string {
      return 'RunwrightRunnable';
    }

    constructor(runnable: Runnable<unknown, unknown>, messages: LangChainMessageClasses) {
      super();
      this.#messages = messages;
      this.runnable = runnable;
      this.name = runnable.getName();
      Object.assign(this, toolFacts(runnable));
    }

    override async invoke(input: unknown, options?: object): Promise<unknown> {
      const { config, kwargs } = this.#read(options);
      return convert(await this.runnable.invoke(input, config, kwargs), this.#messages);
    }

    override async *_streamIterator(input: unknown, options?: object): AsyncGenerator {
      const { config, kwargs } = this.#read(options);
      for await (const chunk of this.runnable.stream(input, config, kwargs))
        yield convert(chunk, this.#messages);
    }

    override async *transform(chunks: AsyncIterable<unknown>, options?: object): AsyncGenerator {
      const { config, kwargs } = this.#read(options);
      for await (const chunk of this.runnable.transform(chunks, config, kwargs))
        yield convert(chunk, this.#messages);
    }

    /** Fills the options up from the run around, which LangChain.js keeps for calls without any. */
    #read(options: object = {}): ReturnType<typeof readOptions> {
      const [filled = options] = this._getOptionsList(options, 1);
      return readOptions(filled);
    }
  };
}

/** What tells models of a tool, for a runnable that is one. */
function toolFacts(runnable: Runnable<unknown, unknown>): object {
  const { runType } = (runnable as Partial<Branded>)[runnableBrand] ?? {};
  if (runType !== 'tool') return {};
  const { description, schema } = runnable as { description?: string; schema?: object };
  return { description, schema };
}

interface Branded {
  readonly [runnableBrand]: Node;
}
