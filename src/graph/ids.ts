import { loadCrypto } from '../errors/crypto.js';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Makes the id of a node that was given none. */
export function newId(): string {
  return loadCrypto().randomUUID();
}

/** Tells whether somebody gave the node its id, so that it means something and stays. */
export function hasOwnId(node: { readonly id: string }): boolean {
  return !UUID.test(node.id);
}
