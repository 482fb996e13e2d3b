import type { Class } from '../../metadata/class.js';
import type { RunnableAssembly } from '../declare/assembly.js';
import type { NestAssembly } from './nest-assembly.js';

/**
 * Takes the place of the assembly while the options of the module are still being made.
 *
 * It depends on nothing, so Nest can always inject it. The assembly itself may fail, and Nest leaves out an optional
 * dependency that fails: the modules of runnables would take that for a missing `forRoot`.
 */
export class PendingAssembly implements RunnableAssembly {
  /** The assembly, once it has checked the application. */
  readonly ready: Promise<NestAssembly>;
  #resolve!: (assembly: NestAssembly) => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // It may fail before anybody waits for it.
    this.ready.catch(() => undefined);
  }

  async assemble(type: Class): Promise<object> {
    const assembly = await this.ready;
    return assembly.assemble(type);
  }

  /** Gives the assembly to all who wait for it. */
  resolve(assembly: NestAssembly): void {
    this.#resolve(assembly);
  }

  /** Fails all who wait for the assembly; without effect once there is one. */
  reject(error: unknown): void {
    this.#reject(error);
  }
}
