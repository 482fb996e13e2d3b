import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { ErrorClass, ErrorFilter } from '../plan/error-filter.js';

/** Tells whether an error is selected. */
export type ErrorMatcher<A extends unknown[] = []> = (error: unknown, ...rest: A) => boolean;

/**
 * Makes a predicate of an error filter; without one, every error is selected.
 *
 * @param where - Names the owner of the option in errors.
 * @throws {@link InvalidOptionError} for what is neither a class, nor a list of classes, nor a function.
 */
export function errorMatcher<A extends unknown[]>(
  filter: ErrorFilter<A> | undefined,
  where: string,
  option: string,
): ErrorMatcher<A> {
  if (filter === undefined) return () => true;
  if (isErrorClass(filter)) return anyOf([filter]);
  if (isPredicate(filter)) return filter;
  if (!Array.isArray(filter)) {
    throw new InvalidOptionError(where, option, 'an error class, a list of them, or a predicate', filter);
  }
  const classes = [...(filter as readonly unknown[])];
  classes.forEach((listed, index) => {
    if (!isErrorClass(listed)) {
      throw new InvalidOptionError(where, `${option}[${String(index)}]`, 'an error class', listed);
    }
  });
  return anyOf(classes as ErrorClass[]);
}

function anyOf(classes: readonly ErrorClass[]): (error: unknown, ...rest: unknown[]) => boolean {
  return (error) => classes.some((listed) => error instanceof listed);
}

/**
 * Only a class has a prototype that is not writable; an error class in the older style has a prototype that is an
 * Error.
 */
function isErrorClass(value: unknown): value is ErrorClass {
  if (typeof value !== 'function') return false;
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype');
  return prototype?.writable === false || prototype?.value instanceof Error;
}

function isPredicate<A extends unknown[]>(filter: ErrorFilter<A>): filter is ErrorMatcher<A> {
  return typeof filter === 'function';
}
