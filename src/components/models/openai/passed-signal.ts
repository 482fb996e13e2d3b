import type { RunContext } from '../../../plan/context.js';

/**
 * The signal of a run, passed on for one call: code that never takes its listeners away again takes none from the
 * signal that the application may use for as long as it lives.
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

  release(): void {
    this.#source.removeEventListener('abort', this.#pass);
  }

  readonly #pass = (): void => {
    this.#controller.abort(this.#source.reason);
  };
}
