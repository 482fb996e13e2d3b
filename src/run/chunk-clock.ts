import { TimeoutError, type TimeoutKind } from '../errors/run-errors.js';
import type { TimeoutOptions } from '../plan/timeout-options.js';
import { now, startTimer, stopTimer } from './clock.js';

/** Watches how long a stream takes for its first chunk, and for each further one. */
export class ChunkClock {
  #owed = 0;
  #begun = false;
  #stopped = false;
  /** When the chunk that is owed was asked for. */
  #since = 0;
  #timer: unknown;

  /** @param onLate - Told once that a limit has been passed. */
  constructor(
    readonly limits: TimeoutOptions,
    readonly onLate: (error: TimeoutError) => void,
  ) {}

  /** A chunk was asked for. */
  asked(): void {
    this.#owed += 1;
    if (this.#owed === 1) this.#watch();
  }

  /** A chunk has come, or the end. */
  answered(): void {
    this.#owed -= 1;
    if (!this.#begun) {
      this.#begun = true;
      this.#clear();
    }
    if (this.#owed > 0) this.#watch();
  }

  /** The stream has ended: chunks that were asked for before come to nobody. */
  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  #clear(): void {
    stopTimer(this.#timer);
    this.#timer = undefined;
  }

  get #limit(): number | undefined {
    return this.#begun ? this.limits.idle : this.limits.firstChunk;
  }

  #watch(): void {
    const limit = this.#limit;
    if (limit === undefined || this.#stopped) return;
    this.#since = now();
    // A timer that is running is left to run: when it goes off, it is set anew for what is left. Chunks come often, and
    // to set a timer for each would cost more than the chunk.
    this.#timer ??= startTimer(this.#check, limit);
  }

  readonly #check = (): void => {
    this.#timer = undefined;
    const limit = this.#limit;
    if (this.#owed === 0 || limit === undefined) return;
    const left = this.#since + limit - now();
    if (left > 0) this.#timer = startTimer(this.#check, left);
    else this.onLate(new TimeoutError(limit, this.#kind));
  };

  get #kind(): TimeoutKind {
    return this.#begun ? 'idle' : 'firstChunk';
  }
}
