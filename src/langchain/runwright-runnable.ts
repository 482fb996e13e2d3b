import type { Runnable as TheirRunnable } from '@langchain/core/runnables';
import { runnableBrand } from '../plan/brand.js';
import type { Node } from '../plan/node.js';
import type { Runnable } from '../plan/runnable.js';
import { convertMessages } from './convert-messages.js';
import type { LangChainCore, LangChainMessageClasses } from './core.js';
import { readOptions } from './read-options.js';

/** A subclass of LangChain.js's `Runnable` whose instances run a runnable of this library. */
export type RunwrightRunnableClass = new (
  runnable: Runnable<unknown, unknown>,
  messages: LangChainMessageClasses,
) => object;

/**
 * Makes the class for one copy of LangChain.js.
 *
 * It has all methods of a runnable there. It does not trace runs itself: the runnable reports its runs to the callbacks of
 * the call.
 */
export function makeRunnableClass(theirs: LangChainCore['Runnable']): RunwrightRunnableClass {
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
      return convertMessages(await this.runnable.invoke(input, config, kwargs), this.#messages);
    }

    override async *_streamIterator(input: unknown, options?: object): AsyncGenerator {
      const { config, kwargs } = this.#read(options);
      for await (const chunk of this.runnable.stream(input, config, kwargs))
        yield convertMessages(chunk, this.#messages);
    }

    override async *transform(chunks: AsyncIterable<unknown>, options?: object): AsyncGenerator {
      const { config, kwargs } = this.#read(options);
      for await (const chunk of this.runnable.transform(chunks, config, kwargs))
        yield convertMessages(chunk, this.#messages);
    }

    /** Reads the options, completed from the surrounding run, which LangChain.js keeps in an async-local store. */
    #read(options: object = {}): ReturnType<typeof readOptions> {
      const [filled = options] = this._getOptionsList(options, 1);
      return readOptions(filled);
    }
  };
}

/** What LangChain.js tells a model about a tool, if the runnable is one. */
function toolFacts(runnable: Runnable<unknown, unknown>): object {
  const { runType } = (runnable as Partial<Branded>)[runnableBrand] ?? {};
  if (runType !== 'tool') return {};
  const { description, schema } = runnable as { description?: string; schema?: object };
  return { description, schema };
}

interface Branded {
  readonly [runnableBrand]: Node;
}
