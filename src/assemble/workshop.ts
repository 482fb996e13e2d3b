import type { Class } from '../metadata/class.js';
import type { Configured } from './configured.js';

/** Creates instances of classes again: for certain values of configurable fields, or for one run. */
export interface Workshop {
  /**
   * Creates an instance of a class, once, and of the services that depend on the same values; its other dependencies are
   * those of the application. Gives a promise if any of them can only be resolved asynchronously.
   *
   * @param values - Values of configurable fields, by id; those given earlier are kept.
   */
  make(
    type: Class,
    configured: Configured,
    values: Readonly<Record<string, unknown>>,
  ): object | Promise<object>;
  /** Disposes of the instances created here. */
  close(): Promise<void>;
}
