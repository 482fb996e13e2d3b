import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import type { Container } from 'inversify';
import type { Run } from '../plan/run.js';
import type { NestAssembly } from './assemble/nest-assembly.js';
import type { Supervisor } from './run/supervisor.js';

const DEFAULT_GRACE_MS = 5_000;

/**
 * The runnables of a Nest application as a whole; a provider that any class may have injected once there is a
 * `RunwrightModule.forRoot()`.
 *
 * When the application is shut down, runs have `drainMs` to end by themselves; then no run starts any more, those that go
 * on are aborted with a {@link ShutdownError}, and the shutdown waits until they have ended, `graceMs` at most. Nest is told to shut down
 * by `app.close()`, and by signals of the system after `app.enableShutdownHooks()`.
 */
export class Runwright implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #assembly: NestAssembly;
  readonly #supervisor: Supervisor;

  /** @internal */
  constructor(assembly: NestAssembly, supervisor: Supervisor) {
    this.#assembly = assembly;
    this.#supervisor = supervisor;
  }

  /** An Inversify container that shows the runnables, and the values of their configurable fields; it makes none itself. */
  get container(): Container {
    return this.#assembly.container;
  }

  /** How many root runs are going on. */
  get running(): number {
    return this.#supervisor.running;
  }

  /** How many runnables the application has, steps included. */
  get size(): number {
    return this.#assembly.size;
  }

  /** Whether the application is being shut down. */
  get isClosing(): boolean {
    return this.#supervisor.isClosing;
  }

  /**
   * Calls back when a root run of the application's runnables has ended, well or not.
   *
   * @returns a function that ends the calls.
   */
  on(_event: 'run', listener: (run: Run) => unknown): () => void {
    const { observers } = this.#assembly;
    const observer = { onFinally: (run: Run) => listener(run), recordsChildren: true };
    observers.push(observer);
    return () => {
      const index = observers.indexOf(observer);
      if (index !== -1) observers.splice(index, 1);
    };
  }

  /** Ends the runs before Nest closes its connections, which it would else wait for as long as the runs go on. */
  async beforeApplicationShutdown(): Promise<void> {
    const { drainMs = 0, graceMs = DEFAULT_GRACE_MS } = this.#assembly.options;
    const supervisor = this.#supervisor;
    supervisor.close();
    await supervisor.idle(drainMs);
    supervisor.abort();
    await supervisor.idle(graceMs);
  }

  /** Ends the runs, if that has not been done, and disposes of what the runnables hold. */
  async onApplicationShutdown(): Promise<void> {
    // A context of an application may have been closed by hand, hook by hook.
    if (!this.#supervisor.isClosing) await this.beforeApplicationShutdown();
    await this.#assembly.close();
  }
}
