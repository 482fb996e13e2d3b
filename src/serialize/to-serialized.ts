import { runnableBrand } from '../plan/brand.js';
import type { Node } from '../plan/node.js';
import type { RunnableBase } from '../run/runnable.js';
import { classOf } from '../run/class-of.js';
import { declaredClass, idOf, serializableOf } from './serializable.js';
import { hideConfigured, hideSecrets, Secret } from './secrets.js';
import {
  ESCAPED,
  setOwn,
  readsAsForm,
  secretForm,
  type Serialized,
  type SerializedNotImplemented,
} from './serialized.js';

/**
 * Serialises a runnable into plain data, from which `load` builds it again.
 *
 * Whatever contains code cannot be serialised, and becomes a `not_implemented` entry, which `load` refuses.
 */
export function toSerialized(node: Node): Serialized {
  const kwargs = argumentsOf(node);
  if (kwargs === undefined) return notImplemented(node);
  return {
    lc: 1,
    type: 'constructor',
    id: [...idOf(node)],
    kwargs: entriesOf(kwargs),
    name: node.getName(),
  };
}

/** Creates the placeholder for a runnable that cannot be serialised. */
export function notImplemented(node: Node): SerializedNotImplemented {
  const name = node.getName();
  return { lc: 1, type: 'not_implemented', id: [...idOf(node)], repr: name, name };
}

/** Tells whether a runnable itself can be serialised; its parts may contain what cannot. */
export function isSerializable(node: Node): boolean {
  return argumentsOf(node) !== undefined;
}

/** The arguments that build the runnable; undefined if it cannot be serialised. */
function argumentsOf(node: Node): Readonly<Record<string, unknown>> | undefined {
  const { lcAttributes = {}, lcSecrets = {} } = serializableOf(node);
  const own = declaredClass(node);
  if (own === undefined) {
    const fields = node.structure().recipe?.fields;
    return fields && hideConfigured(fields);
  }
  if (own.isLcSerializable?.() === false) return undefined;
  // The container builds decorated classes; any other class is given its fields.
  const { kind: _kind, ...fields } = classOf(node) === undefined ? fieldsOf(node) : {};
  return hideSecrets({ ...fields, ...lcAttributes }, lcSecrets);
}

function fieldsOf(node: Node): Readonly<Record<string, unknown>> {
  const { fieldValues } = node as Node & Partial<Pick<RunnableBase, 'fieldValues'>>;
  return fieldValues?.call(node as never) ?? {};
}

/** Converts a value into plain data: runnables into their serialised form, other data as JSON does. */
function dataOf(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : opaque(value);
  if (typeof value !== 'object') return opaque(value);
  const node = nodeOf(value);
  if (node !== undefined) return toSerialized(node);
  if (value instanceof Secret) return secretForm(value.id);
  if (Array.isArray(value)) return value.map((item) => dataOf(item ?? null));
  if (!isPlain(value)) return opaqueOrJson(value);
  if (!readsAsForm(value)) return entriesOf(value);
  return hasNode(value)
    ? { lc: 1, type: 'entries', entries: Object.entries(entriesOf(value)) }
    : { [ESCAPED]: rawData(value) };
}

function entriesOf(values: object): Record<string, unknown> {
  const data = {};
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) setOwn(data, key, dataOf(value));
  }
  return data;
}

/** A copy of data as JSON writes it. */
function rawData(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function hasNode(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return runnableBrand in value || Object.values(value).some(hasNode);
}

function nodeOf(value: object): Node | undefined {
  return runnableBrand in value ? (value as { readonly [runnableBrand]: Node })[runnableBrand] : undefined;
}

/** Dates are data to JSON; instances of other classes have no known serialised form. */
function opaqueOrJson(value: object): unknown {
  return value instanceof Date ? value.toJSON() : opaque(value);
}

function opaque(value: unknown): SerializedNotImplemented {
  const named = (typeof value === 'function' ? value : (value as object | undefined)?.constructor) as
    { readonly name: string } | undefined;
  const id = [typeof value, ...(named === undefined || named.name === '' ? [] : [named.name])];
  return { lc: 1, type: 'not_implemented', id, repr: id.at(-1) ?? '' };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
