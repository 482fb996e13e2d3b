import type { CancelScope } from '../plan/node.js';
import { nextTurn } from '../stream/turn.js';
import { startTimer, stopTimer, type Timer } from './clock.js';

/**
 * A wait that ends when its time is up, when all of the waiting scopes are aborted, or when it is cut short; however it
 * ends, it leaves no timer and no listener.
 *
 * A wait of zero milliseconds takes one turn of the event loop: otherwise a loop of such waits would keep abort signals
 * from being noticed.
 */
export class Pause {
  /** Resolves when the wait has ended. It never rejects: the caller checks the scope. */
  readonly over: Promise<void>;
  #waiting: number;
  #timer: Timer | undefined;
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
    // Scopes aborted before have called back already, when there was no list of listeners to clear yet.
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
