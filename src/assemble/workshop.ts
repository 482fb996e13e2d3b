import type { Class } from '../metadata/class.js';
import type { Configured } from './configured.js';

/** Where instances are made anew: for certain values of configurable fields, or for one run. */
export interface Workshop {
  /**
   * Makes an instance of a class, once, with the services that are configured as it is; a promise of it where anything
   * it needs can only be had asynchronously. Everything else it wants comes from where the application has it.
   *
   * @param values - Values of configurable fields, by id; those given before stay.
   */
  make(
    type: Class,
    configured: Configured,
    values: Readonly<Record<string, unknown>>,
  ): object | Promise<object>;
  /** Disposes of what was made here. */
  close(): Promise<void>;
}
