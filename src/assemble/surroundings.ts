import type { Class } from '../metadata/class.js';
import type { Bindings } from './bindings.js';
import { configuredOf, type Configured } from './configured.js';
import { ContainerWorkshop } from './container-workshop.js';
import type { Resolver } from './resolve.js';
import type { Workshop } from './workshop.js';

/** What the node of a class needs to know of the application. */
export interface Surroundings {
  readonly bindings: Bindings;
  /** What calls can configure of a class. */
  configuredOf(type: Class): Configured;
  readonly cacheSize?: number | undefined;
  /** Dispose of what is kept for values of configurable fields, when the application is closed. */
  readonly disposers?: Set<() => Promise<void>> | undefined;
  /**
   * Opens a workshop that takes what it does not make from a resolver.
   *
   * @param ofRun - Whether it belongs to one root run, and is closed with it.
   */
  openWorkshop(resolver: Resolver, ofRun: boolean): Workshop;
}

/** An application in which Inversify creates the instances. */
export function surroundingsOf(bindings: Bindings): Surroundings {
  return {
    bindings,
    configuredOf: (type) => configuredOf(type, bindings),
    openWorkshop: (resolver) => new ContainerWorkshop(resolver, bindings),
  };
}
