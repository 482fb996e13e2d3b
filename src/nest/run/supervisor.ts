import { ShutdownError } from '../../errors/shutdown-error.js';
import { LONGEST_TIMER_MS, startTimer, stopTimer } from '../../run/clock.js';
import { Scope } from '../../run/scope.js';

/** Keeps track of the root runs of an application that are in progress, and ends them when it shuts down. */
export class Supervisor {
  readonly #running = new Set<Scope>();
  #closed: ShutdownError | undefined;
  #isClosing = false;
  readonly #onIdle = new Set<() => void>();

  /** How many root runs are in progress. */
  get running(): number {
    return this.#running.size;
  }

  /** Whether the shutdown has begun; runs are still accepted until {@link abort}. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Whether a scope belongs to a run that is tracked already, as that of a nested run does. */
  knows(scope: Scope): boolean {
    for (let level: Scope | undefined = scope; level !== undefined; level = level.parent)
      if (this.#running.has(level)) return true;
    return false;
  }

  /**
   * Opens the scope of a root run, inside the one of its caller.
   *
   * @throws {@link ShutdownError} once runs have been aborted.
   */
  open(outer: Scope): Scope {
    if (this.#closed !== undefined) throw this.#closed;
    const scope = new Scope(outer);
    this.#running.add(scope);
    return scope;
  }

  /** Stops tracking a run. */
  ended(scope: Scope): void {
    this.#running.delete(scope);
    if (this.#running.size === 0) for (const resolve of this.#onIdle) resolve();
  }

  /** Begins the shutdown. Runs may still start: one that is to end by itself may need others. */
  close(): void {
    this.#isClosing = true;
  }

  /** Refuses new runs, and aborts those in progress. */
  abort(): void {
    this.close();
    this.#closed ??= new ShutdownError();
    for (const scope of [...this.#running]) scope.abort(this.#closed);
  }

  /** Waits until no run is in progress, for at most so many milliseconds. */
  async idle(limitMs: number): Promise<void> {
    if (this.#running.size === 0 || limitMs <= 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stopTimer(timer);
        this.#onIdle.delete(done);
        resolve();
      };
      const timer = startTimer(done, Math.min(limitMs, LONGEST_TIMER_MS));
      this.#onIdle.add(done);
    });
  }
}
