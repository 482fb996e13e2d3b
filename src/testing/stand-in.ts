import type { Class } from '../metadata/class.js';
import { declarationOf, declare } from '../metadata/declaration.js';
import type { Declaration, KindRecord } from '../metadata/records.js';
import type { RunnableClass } from '../plan/class-types.js';
import type { Node } from '../plan/node.js';
import { Step } from '../run/step.js';
import type { CallRecord } from './call-record.js';
import { Recording } from './recording.js';

type AnyStep = Step<unknown, unknown>;

/**
 * Makes a class with the wrappers of another one, such as its retries, around a fake. It needs none of the dependencies of
 * that class; its instances pass for instances of it.
 */
export function standInFor(type: Class, fake: Node | RunnableClass): RunnableClass {
  const StandIn = class extends Step<unknown, unknown> {};
  // The constructor of the class itself never runs, so that nothing needs to be injected.
  Object.setPrototypeOf(StandIn.prototype, type.prototype as object);
  const { kinds, wrappers, declaredAt } = declarationOf(type) as Declaration;
  const kind: KindRecord = {
    ...(kinds[0] as KindRecord),
    slots: [{ label: 'fake', value: fake }],
    make: ([node]) => node,
  };
  declare(StandIn, () => ({ kinds: [kind], wrappers, fields: [], faults: [], declaredAt }));
  return named(StandIn, type);
}

/** Makes a subclass that records the calls of a class, as seen from outside of its wrappers. */
export function recordedClass(type: Class, calls: CallRecord<unknown, unknown>[]): RunnableClass {
  const Recorded = class extends (type as unknown as new () => AnyStep) {};
  const record = {
    ...{ kind: 'recording', decorator: 'record', slots: [], options: undefined },
    make: (inner: unknown) => new Recording(inner as Node, calls),
  };
  declare(Recorded, (own) => ({ ...own, wrappers: [record] }));
  return named(Recorded, type);
}

function named<C extends Class>(type: C, original: Class): C {
  return Object.defineProperty(type, 'name', { value: original.name });
}
