import type { ServiceIdentifier } from 'inversify';
import type { Bindings } from '../../assemble/bindings.js';
import { hasPreDestroy } from '../../assemble/dependencies.js';
import { nameOf } from '../../assemble/names.js';
import { prepare } from '../../assemble/prepare.js';
import { isRunScoped } from '../../assemble/scopes.js';
import type { Class } from '../../metadata/class.js';
import { declarationOf, isRunnableClass } from '../../metadata/declaration.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import { runnableOf } from '../declare/runnable-module.js';
import { classOfProvider, type LocatedProvider } from './find-provider.js';
import type { ModuleLookup } from './module-lookup.js';
import type { ProviderGraph } from './provider-graph.js';

/** Presents the providers of a Nest application as the bindings that assembly works on. */
export function nestBindings(graph: ProviderGraph): Bindings {
  const { lookup } = graph;
  return {
    isBound: (identifier, user, { name, tag } = {}) =>
      // Nest has neither named nor tagged providers.
      name === undefined && tag === undefined && isProvided(lookup.find(identifier, user)),
    implementationsOf: (identifier, user) => {
      const found = lookup.find(identifier, user);
      const type = found && (runnableOf(found.module.metatype) ?? classOfProvider(found.provider));
      return type === undefined ? [] : [type];
    },
    identifiers: () =>
      lookup.modules
        .flatMap(({ providers }) => [...providers.keys()])
        .filter((token): token is ServiceIdentifier => typeof token !== 'object'),
    dependenciesOf: nestDependenciesOf,
    prepare: (type) => {
      return isPrepared(type) || nestDependenciesOf(type).every(({ identifier }) => identifier !== undefined);
    },
    isOfRun: (identifier, user) => {
      if (isRunScoped(identifier)) return true;
      const found = lookup.find(identifier, user);
      return found !== undefined && graph.isRequestScoped(found);
    },
    isDisposable: (type) => hasPreDestroy(type) || 'onModuleDestroy' in (type.prototype as object),
    decorator: '@Inject',
    provideService: (identifier, user) => provideService(identifier, user, lookup),
    provideStep: () => 'put it into the providers of a module instead, if it is a service',
    rootsIn: 'RunwrightModule.forFeature',
    configuredIn:
      'RunwrightModule.forRoot({ configurable: { ... } });\n' +
      'a lazily loaded module provides those of its own fields: { provide: configurable(id), useValue }',
  };
}

/** Prepares a class for Inversify, from which it also inherits what is injected into its base; false if it lacks types. */
function isPrepared(type: Class): boolean {
  try {
    return prepare(type);
  } catch {
    // Inversify refuses to inherit from a base in which only Nest's decorators name an argument, such as a string.
    return false;
  }
}

/** A class in a `forFeature` that no decorator declares has a module, whose provider could make nothing of it. */
function isProvided(found: LocatedProvider | undefined): boolean {
  if (found === undefined) return false;
  const runnable = runnableOf(found.module.metatype);
  return runnable === undefined || runnable !== found.provider.token || declarationOf(runnable) !== undefined;
}

function provideService(identifier: ServiceIdentifier, user: Class, lookup: ModuleLookup): string {
  const name = nameOf(identifier);
  const module = lookup.modulesOf(user)[0]?.name ?? 'the module';
  if (isRunnableClass(identifier))
    return `add RunwrightModule.forFeature([${name}]) to the imports of ${module}`;
  const owner = lookup.modules.find(({ providers }) => providers.has(identifier as never));
  if (owner === undefined)
    return `add ${name} to the providers of ${module}, or import the module that exports it`;
  return owner.exports.has(identifier as never)
    ? `add ${owner.name}, which exports ${name}, to the imports of ${module}`
    : `add ${name} to the exports of ${owner.name}, and ${owner.name} to the imports of ${module}`;
}
