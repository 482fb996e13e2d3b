import { TimeoutError, type TimeoutKind } from '../errors/run-errors.js';
import type { TimeoutOptions } from '../plan/timeout-options.js';
import { now, startTimer, stopTimer, type Timer } from './clock.js';

/** Limits how long a stream may take for its first chunk, and for each further one. */
export class ChunkClock {
  #owed = 0;
  #begun = false;
  #stopped = false;
  /** When the pending chunk was requested. */
  #since = 0;
  #timer: Timer | undefined;

  /** @param onLate - Called once if a limit is exceeded. */
  constructor(
    readonly limits: TimeoutOptions,
    readonly onLate: (error: TimeoutError) => void,
  ) {}

  /** Notes that a chunk was requested. */
  asked(): void {
    this.#owed += 1;
    if (this.#owed === 1) this.#watch();
  }

  /** Notes that a chunk, or the end, has arrived. */
  answered(): void {
    this.#owed -= 1;
    if (!this.#begun) {
      this.#begun = true;
      this.#clear();
    }
    if (this.#owed > 0) this.#watch();
  }

  /** Stops the clock: the stream has ended, and pending chunks no longer matter. */
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
    // A running timer is kept: when it fires, it is set again for the remaining time. Setting a timer for each chunk
    // would cost more than the chunk.
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
