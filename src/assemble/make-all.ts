import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { RunwrightError } from '../errors/runwright-error.js';
import type { Class } from '../metadata/class.js';
import { providerFailed, throwFaults, withoutCode } from './faults.js';

/**
 * Creates instances of classes one after another, and reports the faults of all of them together.
 *
 * @throws {@link AssemblyError} that lists each fault once, even if several classes share it.
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

/** Some faults of a declaration, such as a tool without a schema, show only when the component is created. */
function faultsIn(type: Class, error: unknown): readonly Fault[] {
  if (error instanceof AssemblyError) return error.faults;
  if (!RunwrightError.is(error)) return [providerFailed(type, error)];
  return [{ code: error.code, message: withoutCode(error), cause: error }];
}
