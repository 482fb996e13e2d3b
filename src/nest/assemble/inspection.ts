import { configurableFaults, fieldsOf, type Fields } from '../../assemble/configurable-values.js';
import type { Bindings } from '../../assemble/bindings.js';
import { inspect, type Inspection } from '../../assemble/inspect.js';
import { nameOf } from '../../assemble/names.js';
import type { Fault } from '../../errors/assembly-error.js';
import { isClass, type Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';
import { runnableOf } from '../declare/runnable-module.js';
import type { RunwrightModuleOptions } from '../declare/options.js';
import { classOfProvider, type Edges } from './edges.js';
import { circularProviders, unassembled } from './faults.js';
import type { Found } from './module-graph.js';
import type { Places } from './places.js';

/** What was found out about the runnables of a Nest application before any of them is made. */
export interface NestInspection extends Inspection {
  readonly fields: Fields;
}

/** Finds everything that is wrong with the runnables of a Nest application. */
export function inspectNest(
  places: Places,
  edges: Edges,
  bindings: Bindings,
  { configurable = {}, interceptors = [] }: RunwrightModuleOptions,
): NestInspection {
  const watching = interceptors.filter((one): one is Extract<typeof one, Class> => isClass(one));
  const inspection = inspect(places.roots, bindings, watching);
  const fields = fieldsOf(inspection.classes, bindings);
  const faults = [
    ...inspection.faults,
    ...configurableFaults(fields, configurable, bindings),
    ...misplaced(places),
    ...watching.flatMap((type) => watchingItself(type, edges)),
    ...(inspection.circles.length > 0 ? [] : circular(inspection.classes, places, edges)),
  ];
  return { ...inspection, fields, faults };
}

/** An interceptor around all runs that needs a runnable, which waits for it. */
function watchingItself(type: Class, edges: Edges): Fault[] {
  const way = edges.wayToRunnable(type);
  return way === undefined ? [] : [circularProviders([type.name, ...way.map(labelOf), type.name])];
}

/** Runnables among the providers of modules. */
function misplaced(places: Places): Fault[] {
  return places.modules.flatMap(({ providers, name }) =>
    [...providers.values()].flatMap((provider) => {
      const type = classOfProvider(provider);
      const isRunnable = type !== undefined && (declarationOf(type)?.kinds.length ?? 0) > 0;
      return isRunnable ? [unassembled(type, name)] : [];
    }),
  );
}

/** Circles through the providers of the application, which Nest would wait on for ever; each is told once. */
function circular(runnables: readonly Class[], places: Places, edges: Edges): Fault[] {
  const told = new Set<unknown>();
  return runnables.flatMap((type) => {
    const own = places.find(type, undefined);
    if (own === undefined || told.has(type) || runnableOf(own.module.metatype) === undefined) return [];
    const circle = edges.circle(own);
    if (circle === undefined) return [];
    for (const { provider } of circle) told.add(provider.token);
    return [circularProviders(circle.map(labelOf))];
  });
}

function labelOf({ provider }: Found): string {
  return nameOf(provider.token as never);
}
