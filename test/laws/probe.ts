/** How long a step takes: so many microtasks, then so many turns of the event loop; and whether it heeds its signal. */
export interface Pace {
  readonly ticks: number;
  readonly turns: number;
  readonly deaf: boolean;
}

/** What a composition of steps has done: which user code began, and what is still open. */
export class Probe {
  /** User code that began after {@link Probe.forbid}. */
  readonly late: string[] = [];
  /** Pauses that have not ended. */
  waiting = 0;
  /** Pauses among these that heed no signal, and take turns of the event loop. */
  deaf = 0;
  /** Generators that were begun and whose `finally` has not run. */
  open = 0;
  /** Steps that have failed: what else their run had begun may still be coming to its end. */
  failures = 0;
  #begun = 0;
  #forbidden = false;
  #watch: { readonly at: number; readonly then: () => void } | undefined;

  /** Calls back, from within user code, when so much of it has begun. */
  when(begun: number, then: () => void): void {
    this.#watch = { at: begun, then };
  }

  /** From now on no user code may begin. */
  forbid(): void {
    this.#forbidden = true;
  }

  /** Whether user code is under way. */
  get busy(): boolean {
    return this.waiting > 0 || this.open > 0;
  }

  begin(what: string): void {
    if (this.#forbidden) this.late.push(what);
    this.#begun += 1;
    if (this.#begun === this.#watch?.at) this.#watch.then();
  }

  fail(message: string): never {
    this.failures += 1;
    throw new Error(message);
  }

  async pause({ ticks, turns, deaf }: Pace, signal: AbortSignal): Promise<void> {
    const lasting = deaf && turns > 0 ? 1 : 0;
    this.waiting += 1;
    this.deaf += lasting;
    try {
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      for (let turn = 0; turn < turns; turn += 1) await (deaf ? nextTurn() : turnUnless(signal));
    } finally {
      this.waiting -= 1;
      this.deaf -= lasting;
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** The next turn of the event loop, unless the signal is aborted before. */
function turnUnless(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearImmediate(turn);
      reject(signal.reason as Error);
    };
    const turn = setImmediate(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
