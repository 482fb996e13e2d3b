import { configurableFaults, fieldsOf, type Fields } from '../../assemble/configurable-values.js';
import type { Bindings } from '../../assemble/bindings.js';
import { inspect, type Inspection } from '../../assemble/inspect.js';
import { nameOf } from '../../assemble/names.js';
import type { Fault } from '../../errors/assembly-error.js';
import { isClass, type Class } from '../../metadata/class.js';
import { isRunnableClass } from '../../metadata/declaration.js';
import { runnableOf } from '../declare/runnable-module.js';
import { MODULE_OPTIONS_TOKEN, type RunwrightModuleOptions } from '../declare/options.js';
import { circularProviders, optionsNeedRunnable, unassembled } from './faults.js';
import { classOfProvider, type LocatedProvider } from './find-provider.js';
import type { ModuleLookup } from './module-lookup.js';
import type { ProviderGraph } from './provider-graph.js';

/** What is known of the runnables of a Nest application before any of them is made. */
export interface NestInspection extends Inspection {
  readonly fields: Fields;
}

/** Finds everything that is wrong with the runnables of a Nest application. */
export function inspectNest(
  graph: ProviderGraph,
  bindings: Bindings,
  { configurable = {}, interceptors = [] }: RunwrightModuleOptions,
): NestInspection {
  const { lookup } = graph;
  const interceptorClasses = interceptors.filter((one): one is Extract<typeof one, Class> => isClass(one));
  const inspection = inspect(lookup.roots, bindings, interceptorClasses);
  const fields = fieldsOf(inspection.classes, bindings);
  const faults = [
    ...inspection.faults,
    ...configurableFaults(fields, configurable, bindings),
    ...misplacedFaults(lookup),
    ...interceptorClasses.flatMap((type) => interceptorFaults(type, graph)),
    ...(inspection.cycles.length > 0 ? [] : cycleFaults(inspection.classes, graph)),
  ];
  return { ...inspection, fields, faults };
}

/**
 * Finds out whether making the options of the module takes a runnable, for which Nest would wait forever.
 *
 * It is checked on its own, before there are any options.
 */
export function optionsFault(graph: ProviderGraph): Fault | undefined {
  const options = graph.lookup.find(MODULE_OPTIONS_TOKEN, undefined);
  const path = options && graph.pathToAssembled(options);
  const label = 'RunwrightModule.forRootAsync';
  return path && optionsNeedRunnable([label, ...path.map(labelOf), label]);
}

/** An interceptor around all runs that depends on a runnable, which depends on it. */
function interceptorFaults(type: Class, graph: ProviderGraph): Fault[] {
  const path = graph.pathToAssembledOf(type);
  return path === undefined ? [] : [circularProviders([type.name, ...path.map(labelOf), type.name])];
}

/** Runnables among the providers of modules. */
function misplacedFaults(lookup: ModuleLookup): Fault[] {
  return lookup.modules.flatMap(({ providers, name }) =>
    [...providers.values()].flatMap((provider) => {
      const type = classOfProvider(provider);
      return isRunnableClass(type) ? [unassembled(type, name)] : [];
    }),
  );
}

/** Cycles through the providers of the application, for which Nest would wait forever; each is reported once. */
function cycleFaults(runnables: readonly Class[], graph: ProviderGraph): Fault[] {
  const reported = new Set<unknown>();
  return runnables.flatMap((type) => {
    const own = graph.lookup.find(type, undefined);
    if (own === undefined || reported.has(type) || runnableOf(own.module.metatype) === undefined) return [];
    const cycle = graph.findCycle(own);
    if (cycle === undefined) return [];
    for (const { provider } of cycle) reported.add(provider.token);
    return [circularProviders(cycle.map(labelOf))];
  });
}

function labelOf({ provider }: LocatedProvider): string {
  return nameOf(provider.token as never);
}
