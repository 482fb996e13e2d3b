import type { ServiceIdentifier } from 'inversify';

/** A service identifier as its author wrote it. */
export function nameOf(identifier: ServiceIdentifier): string {
  if (typeof identifier === 'function') return identifier.name;
  return typeof identifier === 'symbol' ? (identifier.description ?? String(identifier)) : identifier;
}
