import type { CancelScope } from '../plan/node.js';
import { nextTurn } from '../stream/turn.js';
import { startTimer, stopTimer } from './clock.js';

/**
 * A wait that ends when its time is up, when all of the scopes that wait are aborted, or when it is cut short; whatever
 * ends it, no timer and no listener is left.
 *
 * A wait of no time takes one turn of the event loop, for otherwise whoever loops over such waits would never let an
 * abort signal come through.
 */
export class Pause {
  /** Resolves when the wait has ended; never rejects, so whoever waited looks at the scope. */
  readonly over: Promise<void>;
  #waiting: number;
  #timer: unknown;
  #unlisten: (() => void)[] = [];
  #resolve: () => void = () => undefined;

  constructor(ms: number, scopes: readonly CancelScope[]) {
    this.#waiting = scopes.length;
    if (ms === 0) {
      this.over = nextTurn();
      return;
    }
    this.over = new Promise((resolve) => (this.#resolve = resolve));
    this.#timer = startTimer(() => {
      this.cut();
    }, ms);
    this.#unlisten = scopes.map((scope) => scope.onAbort(this.#onAbort));
    // Scopes that were aborted already have called back by now, before there was a list of listeners to clear.
    if (this.#waiting === 0) this.cut();
  }

  /** Ends the wait now. */
  cut(): void {
    stopTimer(this.#timer);
    this.#timer = undefined;
    for (const stop of this.#unlisten) stop();
    this.#unlisten = [];
    this.#resolve();
  }

  readonly #onAbort = (): void => {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.cut();
  };
}
