import { lifecycleOf } from '../../assemble/dependencies.js';
import type { Class } from '../../metadata/class.js';

/** An instance that was made beside the providers of Nest. */
export interface Disposable {
  readonly type: Class;
  readonly instance: object;
  /** Whether its `onModuleDestroy` is called, too; Nest itself calls that of its own providers. */
  readonly withHook: boolean;
}

/**
 * Disposes of instances one after another by their `@preDestroy` methods; one that fails does not keep the others.
 *
 * @throws what one of them has thrown, or an AggregateError where several have.
 */
export async function disposeOf(disposables: Iterable<Disposable>): Promise<void> {
  const errors: unknown[] = [];
  for (const disposable of disposables)
    await dispose(disposable).catch((error: unknown) => errors.push(error));
  if (errors.length > 1) throw new AggregateError(errors, 'Several instances could not be disposed of.');
  if (errors.length === 1) throw errors[0];
}

async function dispose({ type, instance, withHook }: Disposable): Promise<void> {
  const methods = new Set([...lifecycleOf(type).preDestroy, ...(withHook ? ['onModuleDestroy'] : [])]);
  for (const method of methods) {
    const run = (instance as Record<string | symbol, unknown>)[method];
    if (typeof run === 'function') await (run as () => unknown).call(instance);
  }
}
