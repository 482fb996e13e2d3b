import { loadCrypto } from '../errors/crypto.js';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Generates the id of a node. */
export function newId(): string {
  return loadCrypto().randomUUID();
}

/** Tells whether the id of a node was given, and not generated. */
export function hasOwnId(node: { readonly id: string }): boolean {
  return !UUID.test(node.id);
}
