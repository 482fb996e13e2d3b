import { Injectable } from '@nestjs/common';
import { Runwright } from './runwright.js';

/** What a {@link RunwrightHealthIndicator} tells, in the shape that Terminus expects: `{ "runwright": { "status": "up", "runnables": 4, "running": 1 } }`. */
export type RunwrightHealth<Key extends string = string> = Record<
  Key,
  {
    /** `down` once the application is being shut down, when it should be sent no more work. */
    readonly status: 'up' | 'down';
    /** How many runnables there are, steps included. */
    readonly runnables: number;
    /** How many root runs are going on. */
    readonly running: number;
  }
>;

/**
 * Tells whether runnables can be run, for health checks: with Terminus, `health.check([() => indicator.check('chains')])`,
 * and without it in any controller.
 */
@Injectable()
export class RunwrightHealthIndicator {
  readonly #runwright: Runwright;

  constructor(runwright: Runwright) {
    this.#runwright = runwright;
  }

  /**
   * Tells the health of the runnables.
   *
   * @param key - The name under which it shows.
   */
  check<const Key extends string = 'runwright'>(key: Key = 'runwright' as Key): RunwrightHealth<Key> {
    const { isClosing, running, size } = this.#runwright;
    return { [key]: { status: isClosing ? 'down' : 'up', runnables: size, running } } as RunwrightHealth<Key>;
  }
}
