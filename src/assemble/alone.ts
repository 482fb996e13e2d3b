import { AssemblyError } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration } from '../metadata/records.js';
import type { Node } from '../plan/node.js';
import { runnableBrand } from '../plan/brand.js';
import { assembleAloneBy, type Step } from '../run/step.js';
import { connected } from './assemble.js';
import { discover, stepsOf } from './discover.js';
import { structuralFaults } from './inspect.js';
import { nameOf } from './names.js';
import { throwFaults } from './module.js';

/**
 * Assembles an instance that was made by hand: its steps are made by hand, too, which works as long as none of them
 * wants anything injected.
 */
function assembleAlone(instance: object): Node {
  const type = instance.constructor as Class;
  throwFaults(structuralFaults(discover([type], () => false)));
  connectAlone(type, instance);
  return (instance as Step<unknown, unknown>)[runnableBrand];
}

function connectAlone(type: Class, instance: object): object {
  const declaration = declarationOf(type) as Declaration;
  const steps = new Map(
    stepsOf(declaration).map(({ identifier }) => [identifier as unknown, make(type, identifier)]),
  );
  return connected(type, declaration, instance, steps);
}

function make(user: Class, identifier: unknown): object {
  const type = identifier as Class;
  if (typeof identifier !== 'function' || type.length > 0) {
    throw new AssemblyError([
      {
        code: ErrorCode.NeedsContainer,
        message: `${user.name} was made without a container, but its step ${nameOf(identifier as never)} needs one.`,
        fix: `get it from an application: (await createApp({ runnables: [${user.name}] })).get(${user.name})`,
      },
    ]);
  }
  return connectAlone(type, new (type as unknown as new () => object)());
}

assembleAloneBy(assembleAlone);
