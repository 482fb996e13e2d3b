import { Inject, Optional } from '@nestjs/common';
import { isClass, type Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { declarationOf } from '../../metadata/declaration.js';
import type { FieldRecord } from '../../metadata/records.js';
import { nestDependenciesOf } from './dependencies.js';

const written = new WeakSet<Class>();

/**
 * Collects the configurable fields of a runnable and of the services whose classes it names, however deep; on the way
 * Nest is told of those in services, which it makes itself.
 */
export function fieldsBelow(type: Class, seen = new Set<Class>()): FieldRecord[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const declaration = declarationOf(type);
  if (declaration?.kinds.length === 0) tellNest(type, declaration.fields);
  const services = nestDependenciesOf(type).flatMap(({ identifier }) =>
    isClass(identifier) && !isRunnable(identifier) ? [identifier] : [],
  );
  return [...(declaration?.fields ?? []), ...services.flatMap((service) => fieldsBelow(service, seen))];
}

function isRunnable(type: Class): boolean {
  return (declarationOf(type)?.kinds.length ?? 0) > 0;
}

function tellNest(type: Class, fields: readonly FieldRecord[]): void {
  if (written.has(type)) return;
  written.add(type);
  for (const { place, id } of fields) {
    const [target, key, index] =
      typeof place === 'number' ? [type, undefined, place] : [type.prototype as object, place, undefined];
    for (const decorate of [Inject(configurable(id)), Optional()] as FieldWriter[])
      decorate(target, key, index);
  }
}

type FieldWriter = (target: object, key: string | symbol | undefined, index: number | undefined) => void;
