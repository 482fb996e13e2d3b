import type { ServiceIdentifier } from 'inversify';
import type { Bindings } from '../../assemble/bindings.js';
import { hasPreDestroy } from '../../assemble/dependencies.js';
import { nameOf } from '../../assemble/names.js';
import { prepare } from '../../assemble/prepare.js';
import { isRunScoped } from '../../assemble/scopes.js';
import { isClass, type Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';
import { nestDependenciesOf } from '../declare/dependencies.js';
import { runnableOf } from '../declare/runnable-module.js';
import { classOfProvider, type Edges } from './edges.js';
import type { Found } from './module-graph.js';
import type { Places } from './places.js';

/** What a Nest application provides, in the terms in which assembly asks. */
export function nestBindings(places: Places, edges: Edges): Bindings {
  return {
    isBound: (identifier, user, { name, tag } = {}) =>
      // Nest knows no named and no tagged providers.
      name === undefined && tag === undefined && isProvided(places.find(identifier, user)),
    implementationsOf: (identifier, user) => {
      const found = places.find(identifier, user);
      const type = found && (runnableOf(found.module.metatype) ?? classOfProvider(found.provider));
      return type === undefined ? [] : [type];
    },
    identifiers: () =>
      places.modules
        .flatMap(({ providers }) => [...providers.keys()])
        .filter((token): token is ServiceIdentifier => typeof token !== 'object'),
    dependenciesOf: nestDependenciesOf,
    prepare: (type) => {
      // Also for the sake of what a class takes over from its base.
      const isTyped = prepare(type);
      return isTyped || nestDependenciesOf(type).every(({ identifier }) => identifier !== undefined);
    },
    isOfRun: (identifier, user) => {
      if (isRunScoped(identifier)) return true;
      const found = places.find(identifier, user);
      return found !== undefined && edges.isOfRequest(found);
    },
    isDisposable: (type) => hasPreDestroy(type) || 'onModuleDestroy' in (type.prototype as object),
    decorator: '@Inject',
    provideService: (identifier, user) => provideService(identifier, user, places),
    provideStep: () => 'put it into the providers of a module instead, if it is a service',
    rootsIn: 'RunwrightModule.forFeature',
    configuredIn: 'RunwrightModule.forRoot({ configurable: { ... } })',
  };
}

/** The provider of a runnable provides nothing where nothing says what the class is. */
function isProvided(found: Found | undefined): boolean {
  if (found === undefined) return false;
  const runnable = runnableOf(found.module.metatype);
  return runnable === undefined || runnable !== found.provider.token || declarationOf(runnable) !== undefined;
}

function provideService(identifier: ServiceIdentifier, user: Class, places: Places): string {
  const name = nameOf(identifier);
  const home = places.homesOf(user)[0]?.name ?? 'the module';
  if (isClass(identifier) && (declarationOf(identifier)?.kinds.length ?? 0) > 0)
    return `add RunwrightModule.forFeature([${name}]) to the imports of ${home}`;
  const owner = places.modules.find(({ providers }) => providers.has(identifier as never));
  if (owner === undefined)
    return `add ${name} to the providers of ${home}, or import the module that exports it`;
  return owner.exports.has(identifier as never)
    ? `add ${owner.name}, which exports ${name}, to the imports of ${home}`
    : `add ${name} to the exports of ${owner.name}, and ${owner.name} to the imports of ${home}`;
}
