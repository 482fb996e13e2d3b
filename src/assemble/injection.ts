import type { ServiceIdentifier } from 'inversify';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import { dependenciesOf, hasPreDestroy, type Dependency } from './dependencies.js';
import { nameOf } from './names.js';
import { prepare } from './prepare.js';
import { isRunScoped } from './scopes.js';

/** How an injector creates instances of classes, and what faults tell its users to do. */
export interface Injection {
  /** Reads the dependencies that it injects into a class. */
  dependenciesOf(type: Class): readonly Dependency[];
  /** Prepares a class for injection. @returns false if the types of its constructor arguments are unknown. */
  prepare(type: Class): boolean;
  /** Whether each run has an instance of its own of a dependency. */
  isOfRun(identifier: ServiceIdentifier, user: Class): boolean;
  /** Whether the instances of a class have anything to dispose of. */
  isDisposable(type: Class): boolean;
  /** The decorator that names a dependency. */
  readonly decorator: string;
  /** What to do if nothing is bound for a dependency or step of a class. */
  provideService(identifier: ServiceIdentifier, user: Class): string;
  /** What to do about a class that is used as a step, other than to decorate it. */
  provideStep(): string;
  /** Where the application names the runnables to start from. */
  readonly rootsIn: string;
  /** Where the application gives values of configurable fields. */
  readonly configuredIn: string;
}

/** Injection by Inversify. */
export const INVERSIFY: Injection = Object.freeze({
  dependenciesOf,
  prepare,
  isOfRun: isRunScoped,
  isDisposable: hasPreDestroy,
  decorator: '@inject',
  provideService: (identifier) =>
    // Classes used as steps are found from their users, but a runnable that is injected has to be named.
    isClass(identifier) && declarationOf(identifier) !== undefined
      ? `add ${nameOf(identifier)} to the runnables passed to createApp({ runnables: [...] })`
      : `bind ${nameOf(identifier)} in a module passed to createApp({ modules: [...] })`,
  provideStep: () => 'bind a runnable for it in a module passed to createApp({ modules: [...] })',
  rootsIn: 'runnables',
  configuredIn: 'createApp({ configurable: { ... } })',
} satisfies Injection);
