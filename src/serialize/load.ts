import { LoadError } from '../errors/load-error.js';
import { runnableBrand } from '../plan/brand.js';
import type { Runnable } from '../plan/runnable.js';
import { plainDocument, type Limits } from './document.js';
import { Registry, type LoadableClass, type Provider } from './registry.js';
import { Reviver, type Secrets } from './reviver.js';

/** Options of {@link load}. */
export interface LoadOptions extends Limits {
  /** The classes that may be built besides those of the library: decorated classes, and other runnables. */
  readonly classes?: readonly LoadableClass[];
  /** The container or application from which instances of decorated classes are resolved. */
  readonly container?: Provider;
  /** The values of secrets by their ids, or a function that returns them; no other source is used. */
  readonly secrets?: Secrets;
}

/**
 * Builds a runnable from its serialised form, the result of `toJSON`. Instances of decorated classes come from the
 * container.
 *
 * A document may come from an untrusted source: it can name only the classes given here and those of the library, it
 * runs no code, reads no environment variables, and reaches no prototype; anything in it that is not used is refused.
 *
 * @param document - The JSON text, or the parsed value.
 * @throws {@link LoadError} naming the place of the fault in the document.
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
