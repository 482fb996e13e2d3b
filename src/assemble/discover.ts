import { runnableBrand } from '../plan/brand.js';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration, Slot } from '../metadata/records.js';
import { isReference } from '../metadata/reference.js';
import { isForeign } from '../run/foreign.js';
import type { ServiceIdentifier } from 'inversify';

/** A step of a declaration that the container provides. */
export interface StepUse {
  readonly label: string;
  readonly identifier: ServiceIdentifier;
  /** The name under which the step is bound to the class that uses it; of alternatives only. */
  readonly bindingName?: string | undefined;
}

/** What the slots of a declaration hold. */
interface Contents {
  readonly steps: readonly StepUse[];
  readonly services: readonly Class[];
}

/** Kept because each declaration is read several times on the way to a node; it is frozen, so they stay true. */
const contents = new WeakMap<Declaration, Contents>();

/** The classes and identifiers used as steps in a declaration, including those inside objects of steps. */
export function stepsOf(declaration: Declaration): readonly StepUse[] {
  return contentsOf(declaration).steps;
}

/** The classes whose instances are injected into the wrappers of a declaration. */
export function servicesOf(declaration: Declaration): readonly Class[] {
  return contentsOf(declaration).services;
}

function contentsOf(declaration: Declaration): Contents {
  let found = contents.get(declaration);
  if (found === undefined) {
    const slots = [...declaration.wrappers, ...declaration.kinds].flatMap((record) => record.slots);
    found = {
      steps: slots.filter(({ isService }) => isService !== true).flatMap(usesIn),
      services: slots.flatMap(({ value, isService }) =>
        isService === true && isClass(value) ? [value] : [],
      ),
    };
    contents.set(declaration, found);
  }
  return found;
}

function usesIn({ label, value, bindingName }: Slot): StepUse[] {
  if (isReference(value)) return [{ label, identifier: value.identifier as ServiceIdentifier, bindingName }];
  if (isClass(value)) return [{ label, identifier: value, bindingName }];
  if (typeof value !== 'object' || value === null || runnableBrand in value || isForeign(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    usesIn({ label: `${label}, key ${JSON.stringify(key)}`, value: inner as unknown }),
  );
}

/** What is reached from the roots of an application. */
export interface Discovery {
  /** The decorated classes, those used by others before their users. */
  readonly classes: readonly Class[];
  /** Classes whose instances are injected into wrappers, such as interceptors. */
  readonly services: readonly Class[];
  /** Cycles of classes that contain one another, each of which begins and ends with the same class. */
  readonly cycles: readonly (readonly Class[])[];
  /** Classes that are used as steps without a decorator and without a binding, with the path to each. */
  readonly undecorated: readonly { readonly path: readonly Class[]; readonly label: string }[];
}

/**
 * Finds the decorated classes that are reached from the roots.
 *
 * @param rootsIn - Where the application names its roots, for messages.
 */
export function discover(
  roots: readonly Class[],
  isProvided: (identifier: ServiceIdentifier, user: Class | undefined) => boolean,
  rootsIn = 'runnables',
): Discovery {
  const classes = new Set<Class>();
  const services = new Set<Class>();
  const cycles: Class[][] = [];
  const undecorated: { path: readonly Class[]; label: string }[] = [];

  const visit = (type: Class, path: readonly Class[], label: string): void => {
    const start = path.indexOf(type);
    if (start !== -1) {
      cycles.push([...path.slice(start), type]);
      return;
    }
    if (classes.has(type)) return;
    const here = [...path, type];
    const declaration = declarationOf(type);
    if (declaration === undefined) {
      if (!isProvided(type, path.at(-1))) undecorated.push({ path: here, label });
      return;
    }
    for (const use of stepsOf(declaration)) {
      if (isClass(use.identifier)) visit(use.identifier, here, use.label);
    }
    for (const service of servicesOf(declaration)) services.add(service);
    classes.add(type);
  };

  for (const root of roots) visit(root, [], rootsIn);
  return { classes: [...classes], services: [...services], cycles, undecorated };
}
