import { describe } from './describe.js';

/**
 * Reports a failure that no caller waits for as a warning of the process.
 *
 * @param what - The sentence that names what failed, without a full stop.
 */
export function report(what: string, error: unknown): void {
  process.emitWarning(`${what}: ${textOf(error)}`, 'RunwrightWarning');
}

/** A failure must be reported even if its own `toString` fails. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error) : describe(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
