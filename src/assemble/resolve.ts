import type { GetOptions, OptionalGetOptions, ResolutionContext, ServiceIdentifier } from 'inversify';

/** What resolves identifiers: a container, or the context of a resolution. */
export type Resolver = Pick<ResolutionContext, 'get' | 'getAsync' | 'getAll'>;

/** Which of several bindings to take, and whether there has to be one. */
export type ResolveOptions = Partial<OptionalGetOptions> | GetOptions;

/** The identifiers that have turned out to be asynchronous, by what resolves them. */
const asynchronous = new WeakMap<Resolver, Set<ServiceIdentifier>>();

/**
 * Resolves an identifier; gives a promise where that is possible only asynchronously.
 *
 * Only trying tells which it is. That is done once, since a provider that is not a singleton is called again by each
 * attempt, and what it gave to a `get` that has failed is lost.
 */
export function resolve(
  resolver: Resolver,
  identifier: ServiceIdentifier,
  options?: ResolveOptions,
): unknown {
  const known = asynchronous.get(resolver);
  if (known?.has(identifier) !== true) {
    try {
      return resolver.get(identifier, options as OptionalGetOptions);
    } catch (error) {
      if (!isAsynchronous(error)) throw error;
      if (known === undefined) asynchronous.set(resolver, new Set([identifier]));
      else known.add(identifier);
    }
  }
  return resolver.getAsync(identifier, options as OptionalGetOptions);
}

function isAsynchronous(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected asynchronous service');
}

/**
 * Resolves a class of which the container keeps one instance, as {@link resolve} does.
 *
 * When `get` meets an asynchronous service, it drops the promise it has made, and a failure of that is then an unhandled
 * rejection. So `getAsync` goes first, and `get` gives what that has created synchronously.
 */
export function resolveSingleton(resolver: Resolver, identifier: ServiceIdentifier): unknown {
  const pending = resolver.getAsync(identifier);
  pending.catch(() => undefined);
  try {
    return resolver.get(identifier);
  } catch (error) {
    if (isAsynchronous(error)) return pending;
    throw error;
  }
}

/**
 * Does several resolutions, and gives what each gives. Where one throws, the promises of those before it may still reject,
 * with nobody left to handle that.
 */
export function resolveAll(resolutions: readonly (() => unknown)[]): readonly unknown[] {
  const resolved: unknown[] = [];
  try {
    for (const next of resolutions) resolved.push(next());
    return resolved;
  } catch (error) {
    for (const value of resolved) if (value instanceof Promise) value.catch(() => undefined);
    throw error;
  }
}

/** Does a resolution; a failure, at once or later, is thrown as the error that `failed` throws for it. */
export function resolveOr(resolution: () => unknown, failed: (error: unknown) => never): unknown {
  try {
    const made = resolution();
    return made instanceof Promise ? made.catch(failed) : made;
  } catch (error) {
    return failed(error);
  }
}
