import { Injectable } from '@nestjs/common';
import { Runwright } from './runwright.js';

/** The result of a {@link RunwrightHealthIndicator}, in the shape that Terminus expects: `{ "runwright": { "status": "up", "runnables": 4, "running": 1 } }`. */
export type RunwrightHealth<Key extends string = string> = Record<
  Key,
  {
    /** `down` once the application shuts down, when it should get no more work. */
    readonly status: 'up' | 'down';
    /** How many runnables the application has, steps included. */
    readonly runnables: number;
    /** How many root runs are in progress. */
    readonly running: number;
  }
>;

/**
 * Reports whether runnables can be run, for health checks with or without Terminus.
 *
 * @example
 * ```ts
 * import { Controller, Get } from '@nestjs/common';
 * import { RunwrightHealthIndicator, type RunwrightHealth } from 'runwright/nest';
 *
 * @Controller('health')
 * class HealthController {
 *   constructor(private readonly indicator: RunwrightHealthIndicator) {}
 *
 *   @Get() // with Terminus: return this.health.check([() => this.indicator.check()])
 *   check(): RunwrightHealth { return this.indicator.check(); }
 * }
 * ```
 */
@Injectable()
export class RunwrightHealthIndicator {
  readonly #runwright: Runwright;

  constructor(runwright: Runwright) {
    this.#runwright = runwright;
  }

  /**
   * Reports the health of the runnables.
   *
   * @param key - The key of the result.
   */
  check<const Key extends string = 'runwright'>(key: Key = 'runwright' as Key): RunwrightHealth<Key> {
    const { isClosing, running, size } = this.#runwright;
    return { [key]: { status: isClosing ? 'down' : 'up', runnables: size, running } } as RunwrightHealth<Key>;
  }
}
