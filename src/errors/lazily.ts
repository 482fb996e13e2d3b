import { createRequire } from 'node:module';
import { MissingPeerError } from './missing-peer-error.js';

const require = createRequire(import.meta.url);

/**
 * Loads a package when it is first needed, synchronously, so that importing the library does not load it.
 *
 * @param purpose - What needs it, as the start of a sentence, for the error.
 * @param alongside - Other packages that have to be installed with it.
 * @returns a function that loads the package, and throws {@link MissingPeerError} if it cannot be loaded.
 */
export function lazily<T>(packageName: string, purpose: string, alongside: readonly string[] = []): () => T {
  let loaded: T | undefined;
  return () => {
    try {
      return (loaded ??= require(packageName) as T);
    } catch (error) {
      throw new MissingPeerError(purpose, [rootOf(packageName), ...alongside], error);
    }
  };
}

/** The package of a module path, such as `class-transformer` of `class-transformer/cjs/storage.js`. */
function rootOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}
