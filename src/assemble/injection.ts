import type { ServiceIdentifier } from 'inversify';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import { dependenciesOf, hasPreDestroy, type Dependency } from './dependencies.js';
import { nameOf } from './names.js';
import { prepare } from './prepare.js';
import { isRunScoped } from './scopes.js';

/** How whoever makes instances of classes goes about it, and what its users are told to do. */
export interface Injection {
  /** Reads what it injects into a class. */
  dependenciesOf(type: Class): readonly Dependency[];
  /** Makes itself ready for a class. @returns false if arguments of its constructor have no types. */
  prepare(type: Class): boolean;
  /** Whether each run has an instance of its own of what a class wants. */
  isOfRun(identifier: ServiceIdentifier, user: Class): boolean;
  /** Whether anything of a class runs when its instances are disposed of. */
  isDisposable(type: Class): boolean;
  /** The decorator that names what is wanted. */
  readonly decorator: string;
  /** What to do where nothing is provided for what a class wants. */
  provideService(identifier: ServiceIdentifier, user: Class): string;
  /** What to do, other than to decorate it, about a class that stands as a step. */
  provideStep(): string;
  /** Where the runnables to start from are named. */
  readonly rootsIn: string;
  /** Where values of configurable fields are given. */
  readonly configuredIn: string;
}

/** Inversify makes the instances. */
export const INVERSIFY: Injection = Object.freeze({
  dependenciesOf,
  prepare,
  isOfRun: isRunScoped,
  isDisposable: hasPreDestroy,
  decorator: '@inject',
  provideService: (identifier) =>
    // One that stands as a step is found by itself; one that is injected has to be named.
    isClass(identifier) && declarationOf(identifier) !== undefined
      ? `add ${nameOf(identifier)} to the runnables passed to createApp({ runnables: [...] })`
      : `bind ${nameOf(identifier)} in a module passed to createApp({ modules: [...] })`,
  provideStep: () => 'bind a runnable for it in a module passed to createApp({ modules: [...] })',
  rootsIn: 'runnables',
  configuredIn: 'createApp({ configurable: { ... } })',
} satisfies Injection);
