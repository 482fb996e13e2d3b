import { Inject, Optional } from '@nestjs/common';
import { isClass, type Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { declarationOf, isRunnableClass } from '../../metadata/declaration.js';
import type { FieldRecord } from '../../metadata/records.js';
import { nestDependenciesOf } from './dependencies.js';

/** Services on which the decorators of Nest have been put. */
const decorated = new WeakSet<Class>();

/**
 * Collects the configurable fields of a runnable and of the services that are injected into it by class, at any depth.
 *
 * Nest makes the services itself, so their fields are declared to it on the way.
 */
export function fieldsBelow(type: Class, seen = new Set<Class>()): FieldRecord[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const declaration = declarationOf(type);
  if (declaration?.kinds.length === 0) injectFields(type, declaration.fields);
  const services = nestDependenciesOf(type).flatMap(({ identifier }) =>
    isClass(identifier) && !isRunnableClass(identifier) ? [identifier] : [],
  );
  return [...(declaration?.fields ?? []), ...services.flatMap((service) => fieldsBelow(service, seen))];
}

/** Puts on the fields of a service what `@Inject` and `@Optional` of Nest would. */
function injectFields(type: Class, fields: readonly FieldRecord[]): void {
  if (decorated.has(type)) return;
  decorated.add(type);
  for (const { place, id } of fields) {
    const [target, key, index] =
      typeof place === 'number' ? [type, undefined, place] : [type.prototype as object, place, undefined];
    for (const decorate of [Inject(configurable(id)), Optional()] as MemberDecorator[])
      decorate(target, key, index);
  }
}

type MemberDecorator = (target: object, key: string | symbol | undefined, index: number | undefined) => void;
