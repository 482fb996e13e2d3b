import { Logger, type LoggerService } from '@nestjs/common';
import { duration, shorten } from '../../observe/terminal.js';
import type { Observer } from '../../plan/observer.js';
import type { Run, RunInfo } from '../../plan/run.js';

/** Options of a {@link LoggerTracer}. */
export interface LoggerTracerOptions {
  /**
   * Where lines are logged.
   *
   * @defaultValue Nest's own logger, with the context `Runwright`
   */
  readonly logger?: LoggerService | undefined;
  /**
   * The level at which runs that succeed are logged; those that fail are logged as errors.
   *
   * @defaultValue `'debug'`
   */
  readonly level?: 'log' | 'debug' | 'verbose' | undefined;
  /**
   * Which runs are logged: all of them, or only root runs.
   *
   * @defaultValue `'all'`
   */
  readonly runs?: 'all' | 'roots' | undefined;
}

/**
 * Logs the end of each run through Nest's logger, with its path and how long it took. In a tree of runs an error is logged
 * once, for the run in which it was thrown. Inputs and outputs are not logged, since they may be confidential.
 *
 * `RunwrightModule.forRoot({ logger: true })` logs every run of the application; in the `callbacks` of a call's config, a
 * tracer logs the runs of that call.
 */
export class LoggerTracer implements Observer {
  readonly #logger: LoggerService;
  readonly #level: 'log' | 'debug' | 'verbose';
  readonly #onlyRoots: boolean;
  /** The root run, by its id, in which an error was logged last. */
  readonly #logged = new WeakMap<object, string>();

  constructor({ logger = new Logger('Runwright'), level = 'debug', runs = 'all' }: LoggerTracerOptions = {}) {
    this.#logger = logger;
    this.#level = level;
    this.#onlyRoots = runs === 'roots';
  }

  /** Logs a run that has succeeded. */
  onEnd(run: Run): void {
    if (this.#onlyRoots && run.parent !== undefined) return;
    this.#logger[this.#level]?.(`${run.path} ${timeOf(run)}`);
  }

  /** Logs the error of a run that has failed, unless a run below it has thrown it. */
  onError(run: Run): void {
    const { error } = run;
    if (this.#onlyRoots && run.parent !== undefined) return;
    if (typeof error === 'object' && error !== null) {
      const root = rootOf(run).id;
      if (this.#logged.get(error) === root) return;
      this.#logged.set(error, root);
    }
    const text = shorten(String(error), 500);
    this.#logger.error(`${run.path} failed after ${timeOf(run)}: ${text}`, ...stackOf(error));
  }
}

function rootOf(run: RunInfo): RunInfo {
  return run.parent === undefined ? run : rootOf(run.parent);
}

function timeOf({ startTime, endTime }: Run): string {
  return duration((endTime ?? startTime) - startTime);
}

function stackOf(error: unknown): string[] {
  return error instanceof Error && error.stack !== undefined ? [error.stack] : [];
}
