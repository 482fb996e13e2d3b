import { ShutdownError } from '../../errors/shutdown-error.js';
import { Scope } from '../../run/scope.js';

/** Knows the runs that are going on in an application, and ends them. */
export class Supervisor {
  readonly #running = new Set<Scope>();
  #closed: ShutdownError | undefined;
  #isClosing = false;
  #idle: (() => void) | undefined;

  /** How many root runs are going on. */
  get running(): number {
    return this.#running.size;
  }

  /** Whether the end has begun, after which no run should start, and soon none may. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Whether a scope is a part of a run that is known already. */
  knows(scope: Scope): boolean {
    for (let level: Scope | undefined = scope; level !== undefined; level = level.parent)
      if (this.#running.has(level)) return true;
    return false;
  }

  /** Opens the scope of a run, inside the one of its caller. @throws {@link ShutdownError} if no run may start. */
  open(outer: Scope): Scope {
    if (this.#closed !== undefined) throw this.#closed;
    const scope = new Scope(outer);
    this.#running.add(scope);
    return scope;
  }

  /** Notes that a run has ended. */
  ended(scope: Scope): void {
    this.#running.delete(scope);
    if (this.#running.size === 0) this.#idle?.();
  }

  /** Begins the end. Runs may still start: a chain that is to end by itself may need others. */
  close(): void {
    this.#isClosing = true;
  }

  /** Lets no run start any more, and aborts those that are going on. */
  abort(): void {
    this.close();
    this.#closed ??= new ShutdownError();
    for (const scope of [...this.#running]) scope.abort(this.#closed);
  }

  /** Waits until no run is going on, but no longer than so many milliseconds. */
  async idle(limitMs: number): Promise<void> {
    if (this.#running.size === 0 || limitMs <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
  }
}
