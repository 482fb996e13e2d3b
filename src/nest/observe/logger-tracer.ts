import { Logger, type LoggerService } from '@nestjs/common';
import { duration, shorten } from '../../observe/terminal.js';
import type { Observer } from '../../plan/observer.js';
import type { Run } from '../../plan/run.js';

/** Options of a {@link LoggerTracer}. */
export interface LoggerTracerOptions {
  /** Takes the lines; by default Nest's own logger, with the context `Runwright`. */
  readonly logger?: LoggerService | undefined;
  /**
   * The level at which runs that succeed are logged; those that fail are logged as errors.
   *
   * @defaultValue `'debug'`
   */
  readonly level?: 'log' | 'debug' | 'verbose' | undefined;
  /**
   * Which runs are logged: every one, or those that are no part of another.
   *
   * @defaultValue `'all'`
   */
  readonly runs?: 'all' | 'roots' | undefined;
}

/**
 * Logs the end of each run through Nest's logger, with its path and how long it took. An error is logged once, where it
 * was thrown; inputs and outputs are not logged, since they may be anybody's.
 *
 * `RunwrightModule.forRoot({ logger: true })` has every run logged by one; in `callbacks` of a config it logs one tree.
 */
export class LoggerTracer implements Observer {
  readonly #logger: LoggerService;
  readonly #level: 'log' | 'debug' | 'verbose';
  readonly #onlyRoots: boolean;
  readonly #logged = new WeakSet();

  constructor({ logger = new Logger('Runwright'), level = 'debug', runs = 'all' }: LoggerTracerOptions = {}) {
    this.#logger = logger;
    this.#level = level;
    this.#onlyRoots = runs === 'roots';
  }

  onEnd(run: Run): void {
    if (this.#onlyRoots && run.parent !== undefined) return;
    this.#logger[this.#level]?.(`${run.path} ${timeOf(run)}`);
  }

  onError(run: Run): void {
    const { error } = run;
    if (this.#onlyRoots && run.parent !== undefined) return;
    if (typeof error === 'object' && error !== null) {
      if (this.#logged.has(error)) return;
      this.#logged.add(error);
    }
    const text = shorten(String(error), 500);
    this.#logger.error(`${run.path} failed after ${timeOf(run)}: ${text}`, ...stackOf(error));
  }
}

function timeOf({ startTime, endTime }: Run): string {
  return duration((endTime ?? startTime) - startTime);
}

function stackOf(error: unknown): string[] {
  return error instanceof Error && error.stack !== undefined ? [error.stack] : [];
}
