import type { RunContext } from '../../../plan/context.js';

/**
 * The signal of a run, passed on for one call: code that does not remove its listeners leaves none on the signal of the
 * application, which may live as long as the process.
 */
export class PassedSignal {
  readonly #controller = new AbortController();
  readonly #source: AbortSignal;

  constructor({ signal }: RunContext) {
    this.#source = signal;
    if (signal.aborted) this.#pass();
    else signal.addEventListener('abort', this.#pass, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Removes the listener from the signal of the run; the call has ended. */
  release(): void {
    this.#source.removeEventListener('abort', this.#pass);
  }

  readonly #pass = (): void => {
    this.#controller.abort(this.#source.reason);
  };
}
