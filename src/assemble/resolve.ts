import type { GetOptions, OptionalGetOptions, ResolutionContext, ServiceIdentifier } from 'inversify';

/** Where instances come from: a container, or the context in which one resolves something. */
export type Resolver = Pick<ResolutionContext, 'get' | 'getAsync' | 'getAll'>;

/** Gets what is bound to an identifier; a promise of it where it can only be had asynchronously. */
export function resolve(
  resolver: Resolver,
  identifier: ServiceIdentifier,
  options?: Partial<OptionalGetOptions> | GetOptions,
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
