import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import type { Container } from 'inversify';
import type { Run } from '../plan/run.js';
import type { NestAssembly } from './assemble/nest-assembly.js';
import type { Supervisor } from './run/supervisor.js';

const DEFAULT_GRACE_MS = 5_000;

/**
 * The runnables of a Nest application as a whole; a provider that `RunwrightModule.forRoot()` makes injectable everywhere.
 *
 * When the application shuts down, runs have `drainMs` to end by themselves. Then no new run starts, those in progress are
 * aborted with a {@link ShutdownError}, and the shutdown waits until they have ended, for at most `graceMs`. Nest shuts
 * down on `app.close()`, and, after `app.enableShutdownHooks()`, on signals of the operating system.
 *
 * @example
 * ```ts
 * import { Injectable } from '@nestjs/common';
 * import { Runwright } from 'runwright/nest';
 *
 * @Injectable()
 * class Metrics {
 *   failed = 0;
 *   constructor(runwright: Runwright) {
 *     runwright.on('run', ({ status }) => { if (status === 'failed') this.failed += 1; });
 *   }
 * }
 * ```
 */
export class Runwright implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #assembly: NestAssembly;
  readonly #supervisor: Supervisor;

  /** @internal */
  constructor(assembly: NestAssembly, supervisor: Supervisor) {
    this.#assembly = assembly;
    this.#supervisor = supervisor;
  }

  /** An Inversify container with the runnables and the values of their configurable fields, all made by Nest. */
  get container(): Container {
    return this.#assembly.container;
  }

  /** How many root runs are in progress. */
  get running(): number {
    return this.#supervisor.running;
  }

  /** How many runnables the application has, steps included. */
  get size(): number {
    return this.#assembly.size;
  }

  /** Whether the application is shutting down. */
  get isClosing(): boolean {
    return this.#supervisor.isClosing;
  }

  /**
   * Calls a listener whenever a root run of the application's runnables has ended, whether it succeeded or failed.
   *
   * @returns a function that removes the listener.
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

  /** Ends the runs, as a hook that Nest calls before it closes connections: those would stay open as long as runs do. */
  async beforeApplicationShutdown(): Promise<void> {
    const { drainMs = 0, graceMs = DEFAULT_GRACE_MS } = this.#assembly.options;
    const supervisor = this.#supervisor;
    supervisor.close();
    await supervisor.idle(drainMs);
    supervisor.abort();
    await supervisor.idle(graceMs);
  }

  /** Disposes of what the runnables hold, as a hook that Nest calls; ends the runs first if that has not been done. */
  async onApplicationShutdown(): Promise<void> {
    // Somebody may call the hooks without Nest, and leave one out.
    if (!this.#supervisor.isClosing) await this.beforeApplicationShutdown();
    await this.#assembly.close();
  }
}
