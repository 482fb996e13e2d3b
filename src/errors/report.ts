import { describe } from './describe.js';

/**
 * Reports a failure that no caller waits for as a warning of the process.
 *
 * @param what - The sentence that names what failed, without a full stop.
 */
export function report(what: string, error: unknown): void {
  const reason = error instanceof Error ? String(error) : describe(error);
  process.emitWarning(`${what}: ${reason}`, 'RunwrightWarning');
}
