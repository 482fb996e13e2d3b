import { LoadError } from '../errors/load-error.js';
import { runnableBrand } from '../plan/brand.js';
import type { Runnable } from '../plan/runnable.js';
import { plainDocument, type Limits } from './document.js';
import { Registry, type LoadableClass, type Provider } from './registry.js';
import { Reviver, type Secrets } from './reviver.js';

/** What a serialised form may be built of. */
export interface LoadOptions extends Limits {
  /** The classes that may be built, besides the library's own: decorated ones, and runnables of one's own. */
  readonly classes?: readonly LoadableClass[];
  /** Where instances of decorated classes come from: a container or an application. */
  readonly container?: Provider;
  /** The values of secrets by their ids, or what gives them; nothing else is asked for any. */
  readonly secrets?: Secrets;
}

/**
 * Builds a runnable from its serialised form, as `toJSON` has written it. Decorated classes come from the container.
 *
 * A document may come from anywhere: it can name only the classes that are given here and the library's own, it runs no
 * code, reads no environment, and reaches no prototype; what it says beyond what is built is refused.
 *
 * @param document - The text, or what was parsed of it.
 * @throws {@link LoadError} naming the place in the document.
 * @example
 * ```ts
 * import { load, RunnableLambda, RunnablePassthrough, RunnablePick } from 'runwright';
 *
 * const chain = new RunnablePassthrough<{ name: string }>().pipe(new RunnablePick('name'));
 * const again = await load<{ name: string }, string>(JSON.stringify(chain));
 * await again.invoke({ name: 'Ada' }); // => 'Ada'
 * ```
 */
export async function load<I = unknown, O = unknown>(
  document: unknown,
  options: LoadOptions = {},
): Promise<Runnable<I, O>> {
  const plain = plainDocument(document, options);
  const registry = new Registry(options.classes ?? [], options.container);
  const revived = await new Reviver(registry, options.secrets ?? {}).revive(plain, '');
  if (typeof revived !== 'object' || revived === null || !(runnableBrand in revived)) {
    throw new LoadError('', 'it must be the serialised form of a runnable.');
  }
  return revived as object as Runnable<I, O>;
}
