import type { Container, ServiceIdentifier } from 'inversify';
import type { Overrides } from '../app.js';
import type { Bindings } from '../assemble/bindings.js';
import { unmetOverride } from '../assemble/faults.js';
import type { Inspection } from '../assemble/inspect.js';
import { nameOf } from '../assemble/names.js';
import { nearest } from '../assemble/nearest.js';
import { prepare } from '../assemble/prepare.js';
import { resolve } from '../assemble/resolve.js';
import type { Fault } from '../errors/assembly-error.js';
import { isClass, type Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { declarationOf } from '../metadata/declaration.js';
import { runnableBrand } from '../plan/brand.js';
import type { RunnableClass } from '../plan/class-types.js';
import { coerce } from '../run/coerce.js';
import { RunnableLambda } from '../run/lambda.js';
import { nameOfRuns } from './fake-step.js';

/** What comes in the place of what the container has under each identifier. */
export type Replacements = ReadonlyMap<ServiceIdentifier, unknown>;

const CONFIGURABLE = Symbol.keyFor(configurable('')) ?? '';

/** The id of the configurable field that an identifier stands for; undefined for any other identifier. */
export function configurableIdOf(identifier: ServiceIdentifier): string | undefined {
  const key = typeof identifier === 'symbol' ? Symbol.keyFor(identifier) : undefined;
  return key?.startsWith(CONFIGURABLE) === true ? key.slice(CONFIGURABLE.length) : undefined;
}

/** Makes what an application is assembled with of the replacements that a test names. */
export function overridesOf(replacements: Replacements): Overrides {
  return {
    replaced: new Set(replacements.keys()),
    runnables: [...replacements.values()].filter(isDeclared),
    async apply(container, bindings, application) {
      const faults = unmet(replacements, bindings, application);
      for (const [identifier, fake] of replacements) {
        // Those with names and tags, too, of which the container does not tell.
        await container.unbindAsync(identifier);
        // The application binds values of configurable fields itself.
        if (configurableIdOf(identifier) === undefined) bind(container, identifier, fake);
      }
      return faults;
    },
  };
}

/** Tells a class of runnables that the library assembles. */
export function isDeclared(value: unknown): value is RunnableClass {
  return isClass(value) && (declarationOf(value)?.kinds.length ?? 0) > 0;
}

function bind(container: Container, identifier: ServiceIdentifier, fake: unknown): void {
  const binding = container.bind(identifier);
  if (isDeclared(fake)) {
    binding.toDynamicValue((resolver) => resolve(resolver, fake));
  } else if (isClass(fake)) {
    prepare(fake);
    binding.to(fake as never).inSingletonScope();
  } else {
    binding.toConstantValue(isDeclared(identifier) ? runnableFor(identifier, fake) : fake);
  }
}

/** In the place of a runnable, a function is called as `run` of a step is, and goes by the name of the class. */
export function runnableFor(type: Class, fake: unknown): unknown {
  if (typeof fake === 'function' && !isClass(fake))
    return new RunnableLambda(fake as never, { name: nameOfRuns(type) });
  if (typeof fake === 'object' && fake !== null && runnableBrand in fake) return fake;
  return coerce(fake, `What comes in the place of ${type.name}`);
}

/** The replacements for what the application neither has nor wants. */
function unmet(replacements: Replacements, bindings: Bindings, application: Inspection): Fault[] {
  const reached = new Set<unknown>([...application.classes, ...application.services, ...application.wanted]);
  return [...replacements.keys()]
    .filter((identifier) => configurableIdOf(identifier) === undefined)
    .filter((identifier) => !reached.has(identifier) && !bindings.isBound(identifier))
    .map((identifier) => {
      const there = [...(reached as Set<ServiceIdentifier>), ...bindings.identifiers()]
        .filter((each) => configurableIdOf(each) === undefined)
        .map(nameOf);
      return unmetOverride(nameOf(identifier), nearTo(nameOf(identifier), there));
    });
}

function nearTo(name: string, there: readonly string[]): string | undefined {
  if (there.includes(name)) return `there is another ${name}, perhaps of a module that was loaded twice`;
  const near = nearest(name, there);
  return near === undefined ? undefined : `${JSON.stringify(near)} is there`;
}
