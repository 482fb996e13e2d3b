import type { ResolutionContext, ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import { isClass } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration, Slot } from '../metadata/records.js';
import { isReference } from '../metadata/reference.js';
import type { Node } from '../plan/node.js';
import { coerce } from '../run/coerce.js';
import { Step } from '../run/step.js';
import { compose } from './compose/compose.js';
import { stepsOf } from './discover.js';

/** Where instances come from. */
export type Resolver = Pick<ResolutionContext, 'get' | 'getAsync'>;

/**
 * Gets an instance of a declared class and connects it with the node made of its declaration and of its steps, all from
 * the container; a promise of it where any of them can only be had asynchronously.
 */
export function assemble(
  type: Class,
  instanceOf: ServiceIdentifier<object>,
  resolver: Resolver,
): object | Promise<object> {
  const declaration = declarationOf(type) as Declaration;
  const identifiers = [...new Set(stepsOf(declaration).map(({ identifier }) => identifier))];
  const resolved = [instanceOf, ...identifiers].map((identifier) => resolve(resolver, identifier));
  const connect = ([instance, ...steps]: readonly unknown[]): object =>
    connected(
      type,
      declaration,
      instance as object,
      new Map(identifiers.map((id, index) => [id, steps[index]])),
    );
  return resolved.some((value) => value instanceof Promise)
    ? Promise.all(resolved).then(connect)
    : connect(resolved);
}

/** Connects an instance with the node that is made of it and of its steps. */
export function connected(
  type: Class,
  declaration: Declaration,
  instance: object,
  steps: ReadonlyMap<unknown, unknown>,
): object {
  const stepOf = ({ value, label }: Slot): Node => {
    const position = `${type.name}, ${label}`;
    const provided = (inner: unknown, at: string): Node | undefined => {
      if (isReference(inner)) return coerce(steps.get(inner.identifier), at);
      return isClass(inner) ? coerce(steps.get(inner), at) : undefined;
    };
    return coerce(value, position, provided);
  };
  const node = compose(type, declaration, instance, stepOf);
  if (instance instanceof Step) Step.connect(instance, node);
  return instance;
}

function resolve(resolver: Resolver, identifier: ServiceIdentifier): unknown {
  try {
    return resolver.get(identifier);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Unexpected asynchronous service')) {
      return resolver.getAsync(identifier);
    }
    throw error;
  }
}
