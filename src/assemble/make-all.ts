import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { RunwrightError } from '../errors/runwright-error.js';
import type { Class } from '../metadata/class.js';
import { providerFailed } from './faults.js';
import { throwFaults } from './module.js';

/**
 * Makes classes one after another, and tells together what is wrong with any of them.
 *
 * @throws {@link AssemblyError} that lists each fault once, also one that several classes share.
 */
export async function makeAll<T extends Class>(
  types: readonly T[],
  make: (type: T) => Promise<unknown>,
): Promise<void> {
  const faults = new Map<string, Fault>();
  for (const type of types) {
    try {
      await make(type);
    } catch (error) {
      for (const fault of faultsIn(type, error)) faults.set(`${fault.code} ${fault.message}`, fault);
    }
  }
  throwFaults([...faults.values()]);
}

/** What a component finds wrong with how it is declared shows only when it is made. */
function faultsIn(type: Class, error: unknown): readonly Fault[] {
  if (error instanceof AssemblyError) return error.faults;
  if (!RunwrightError.is(error)) return [providerFailed(type, error)];
  const { code, message } = error;
  return [{ code, message: message.replace(`[${code}] `, ''), cause: error }];
}
