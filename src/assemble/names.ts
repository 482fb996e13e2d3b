import type { ServiceIdentifier } from 'inversify';

/** The name of a service identifier: of a class or a symbol, or the string itself. */
export function nameOf(identifier: ServiceIdentifier): string {
  if (typeof identifier === 'function') return identifier.name;
  return typeof identifier === 'symbol' ? (identifier.description ?? String(identifier)) : identifier;
}
