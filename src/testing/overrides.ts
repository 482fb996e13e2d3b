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
import { isRunnableClass } from '../metadata/declaration.js';
import { runnableBrand } from '../plan/brand.js';
import type { RunnableClass } from '../plan/class-types.js';
import { coerce } from '../run/coerce.js';
import { RunnableLambda } from '../run/lambda.js';
import { nameOfRuns } from './fake-step.js';

/** What replaces the bindings of each identifier. */
export type Replacements = ReadonlyMap<ServiceIdentifier, unknown>;

const CONFIGURABLE = Symbol.keyFor(configurable('')) ?? '';

/** The id of the configurable field that an identifier stands for; undefined for any other identifier. */
export function configurableIdOf(identifier: ServiceIdentifier): string | undefined {
  const key = typeof identifier === 'symbol' ? Symbol.keyFor(identifier) : undefined;
  return key?.startsWith(CONFIGURABLE) === true ? key.slice(CONFIGURABLE.length) : undefined;
}

/** Turns the replacements of a test into overrides with which an application is assembled. */
export function overridesOf(replacements: Replacements): Overrides {
  return {
    replaced: new Set(replacements.keys()),
    runnables: [...replacements.values()].filter(isDeclared),
    async apply(container, bindings, application) {
      const faults = unmet(replacements, bindings, application);
      for (const [identifier, fake] of replacements) {
        // All of them: a container does not list the names and tags of its bindings.
        await container.unbindAsync(identifier);
        // Values of configurable fields are among the options of the application, which binds them itself.
        if (configurableIdOf(identifier) === undefined) bind(container, identifier, fake);
      }
      return faults;
    },
  };
}

/** Whether a value is a class that decorators declare as a runnable. */
export function isDeclared(value: unknown): value is RunnableClass {
  return isRunnableClass(value);
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

/** Makes the runnable that replaces a class; the runs of a function have the name of those of the class. */
export function runnableFor(type: Class, fake: unknown): unknown {
  if (typeof fake === 'function' && !isClass(fake))
    return new RunnableLambda(fake as never, { name: nameOfRuns(type) });
  if (typeof fake === 'object' && fake !== null && runnableBrand in fake) return fake;
  return coerce(fake, `The replacement for ${type.name}`);
}

/** A fault for each replacement of something that the application neither has nor needs. */
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
