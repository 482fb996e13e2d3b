import { Container } from 'inversify';
import { AssemblyError } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration, Slot } from '../metadata/records.js';
import type { Node } from '../plan/node.js';
import { runnableBrand } from '../plan/brand.js';
import { assembleAloneBy, type Step } from '../run/step.js';
import { connected, stepsFrom } from './assembler.js';
import type { Bindings } from './bindings.js';
import { composeKind, composeWrappers } from './compose/compose.js';
import { INVERSIFY } from './injection.js';
import { prepare } from './prepare.js';
import { surroundingsOf } from './surroundings.js';
import { withFields } from './with-fields.js';
import { discover, servicesOf, stepsOf } from './discover.js';
import { structuralFaults } from './inspect.js';
import { throwFaults } from './faults.js';
import { nameOf } from './names.js';

/**
 * Assembles an instance that was created without a container, and creates its steps in the same way, which works as long
 * as none of them has dependencies.
 */
function assembleAlone(instance: object): Node {
  const type = instance.constructor as Class;
  throwFaults(structuralFaults(discover([type], () => false)));
  connectAlone(type, instance);
  return (instance as Step<unknown, unknown>)[runnableBrand];
}

function connectAlone(type: Class, instance: object): object {
  prepare(type);
  const declaration = declarationOf(type) as Declaration;
  const uses = stepsOf(declaration);
  const steps = uses.map(({ identifier }) => make(type, identifier));
  const services = new Map(
    servicesOf(declaration).map((service) => [service as unknown, makeService(type, service)]),
  );
  const composition = {
    type,
    declaration,
    stepOf: stepsFrom(type, uses, steps),
    serviceOf: ({ value }: Slot) => services.get(value) ?? value,
    configured: () => undefined,
  };
  const makeKind = (made: object): Node => composeKind(composition, made);
  const node = withFields(type, instance, makeKind, surroundingsOf(NO_BINDINGS), new Container());
  return connected(instance, composeWrappers(composition, node));
}

const NO_BINDINGS: Bindings = {
  ...INVERSIFY,
  isBound: () => false,
  implementationsOf: () => [],
  identifiers: () => [],
};

function make(user: Class, identifier: unknown): object {
  const type = identifier as Class;
  if (typeof identifier !== 'function' || type.length > 0) needsContainer(user, identifier);
  return connectAlone(type, new (type as unknown as new () => object)());
}

function makeService(user: Class, service: Class): object {
  return service.length > 0 ? needsContainer(user, service) : new (service as unknown as new () => object)();
}

function needsContainer(user: Class, identifier: unknown): never {
  throw new AssemblyError([
    {
      code: ErrorCode.NeedsContainer,
      message: `${user.name} was created without a container, but its part ${nameOf(identifier as never)} needs one.`,
      fix: `get it from an application: (await createApp({ runnables: [${user.name}] })).get(${user.name})`,
    },
  ]);
}

assembleAloneBy(assembleAlone);
