import type { GetOptions, OptionalGetOptions, ResolutionContext, ServiceIdentifier } from 'inversify';

/** Where instances come from: a container, or the context in which one resolves something. */
export type Resolver = Pick<ResolutionContext, 'get' | 'getAsync' | 'getAll'>;

/** Which of several bindings is wanted, and whether there has to be one. */
export type ResolveOptions = Partial<OptionalGetOptions> | GetOptions;

/** Gets what is bound to an identifier; a promise of it where it can only be had asynchronously. */
export function resolve(
  resolver: Resolver,
  identifier: ServiceIdentifier,
  options?: ResolveOptions,
): unknown {
  try {
    return resolver.get(identifier, options as OptionalGetOptions);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Unexpected asynchronous service')) {
      return resolver.getAsync(identifier, options as OptionalGetOptions);
    }
    throw error;
  }
}

/** Gets what {@link resolve} does; where it cannot be made, tells why as the caller would have it told. */
export function resolveOr(
  resolver: Resolver,
  identifier: ServiceIdentifier,
  options: ResolveOptions | undefined,
  failed: (error: unknown) => never,
): unknown {
  try {
    const made = resolve(resolver, identifier, options);
    return made instanceof Promise ? made.catch(failed) : made;
  } catch (error) {
    return failed(error);
  }
}
