import type { Class } from '../../metadata/class.js';
import type { Declaration, KindRecord, Slot, WrapperRecord } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';
import { RunnableBinding } from '../../run/binding.js';
import type { ValidationOptions } from '../../run/checked.js';
import { KINDS } from './kinds.js';
import { asRunnable } from './parts.js';
import { heldToTypes } from './types.js';
import { WRAPPERS } from './wrappers.js';

/** What the node of a declared class is composed from. */
export interface Composition {
  readonly type: Class;
  readonly declaration: Declaration;
  /** Gives the node for the step in a slot. */
  readonly stepOf: (slot: Slot) => Node;
  /** Gives the service for a slot. */
  readonly serviceOf: (slot: Slot) => unknown;
  /** The application's value of a configurable field; undefined where it has none. */
  readonly configured: (id: string) => unknown;
  /** How the application has inputs and outputs validated, where a class does not say. */
  readonly validation?: ValidationOptions | undefined;
}

/** Makes the node of a class's kind around an instance. The class has been inspected, so there is exactly one kind. */
export function composeKind({ type, declaration, stepOf }: Composition, instance: object): Node {
  const record = declaration.kinds[0] as KindRecord;
  const name = nameOf(type, record, instance);
  const steps = record.slots.map(stepOf);
  const made = record.make?.(steps) as Node | undefined;
  const node = made ?? known(KINDS, record)({ type, name, instance, record, steps });
  const { tags, metadata } = record.options;
  return tags === undefined && metadata === undefined
    ? node
    : new RunnableBinding({ bound: asRunnable(node), config: { tags, metadata } });
}

/**
 * Puts the wrappers of a class around its node; the first in the declaration is the outermost.
 *
 * Types are validated outside of wrappers that repeat or replace the work, since an invalid input stays invalid; but
 * inside of a tool, since only the arguments that it reads from its input have the declared type.
 */
export function composeWrappers(composition: Composition, inner: Node): Node {
  const { type, declaration, stepOf, serviceOf, configured } = composition;
  const { wrappers } = declaration;
  const outermost = wrappers.findIndex(({ kind }) => REPEATING.has(kind));
  const innermostReader = wrappers.findLastIndex(({ readsInput }) => readsInput === true);
  const checkAt = Math.max(outermost === -1 ? wrappers.length : outermost, innermostReader + 1);
  const checked = (node: Node, index: number): Node => (index === checkAt ? held(node, composition) : node);
  return wrappers.reduceRight(
    (node, record, index) => {
      const steps = record.slots.filter(({ isService }) => isService !== true).map(stepOf);
      const services = record.slots.filter(({ isService }) => isService === true).map(serviceOf);
      const parts = { type, record, configured, steps, services };
      const made = record.make?.(node, services) as Node | undefined;
      return checked(made ?? known(WRAPPERS, record)(node, parts), index);
    },
    checked(inner, wrappers.length),
  );
}

/** Wrappers that may run what is inside them more than once, or something else instead. */
const REPEATING: ReadonlySet<string> = new Set(['retry', 'fallback', 'timeout', 'alternatives']);

function held(node: Node, { declaration, validation }: Composition): Node {
  const { options } = declaration.kinds[0] as KindRecord;
  return heldToTypes(node, options, validation);
}

/** The name given to the decorator, or else the `name` property of the instance, or else that of the class. */
function nameOf(type: Class, { options }: KindRecord, instance: object): string {
  const own: unknown = Object.getOwnPropertyDescriptor(instance, 'name')?.value;
  return options.name ?? (typeof own === 'string' && own !== '' ? own : type.name);
}

function known<C>(table: Readonly<Record<string, C>>, { kind, decorator }: KindRecord | WrapperRecord): C {
  const found = table[kind];
  // A newer copy of the library may have written the record.
  if (found === undefined) {
    throw new TypeError(`This copy of runwright does not know ${decorator}; install one version only.`);
  }
  return found;
}
