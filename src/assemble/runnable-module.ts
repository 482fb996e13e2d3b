import { ContainerModule } from 'inversify';
import { AssemblyError } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import { RunwrightError } from '../errors/runwright-error.js';
import { isClass } from '../metadata/class.js';
import type { RunnableClass } from '../plan/class-types.js';
import { Assembler } from './assembler.js';
import { bindRunnables } from './bind-runnables.js';
import type { Bindings } from './bindings.js';
import { checkRunnables } from './check-runnables.js';
import { bindConfigurable, fieldsOf } from './configurable-values.js';
import { isInjectable } from './dependencies.js';
import { providerFailed, throwFaults } from './faults.js';
import { INVERSIFY } from './injection.js';
import { inspect, requireReflectMetadata } from './inspect.js';

/**
 * Creates an Inversify module that binds decorated classes and all classes they use as steps: once it is loaded into a
 * container, `container.get(AnswerQuestion)` gives the assembled chain.
 *
 * Existing bindings are kept; services come from modules of your own, loaded before or after this one.
 *
 * @param runnables - The decorated classes to start from.
 * @throws {@link AssemblyError} for all faults of the declarations, when the module is loaded; for providers that are
 * missing, when a class is first resolved.
 * @throws {@link InvalidOptionError} if a runnable is no class.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Container } from 'inversify';
 * import { Runnable, Step, runnableModule } from 'runwright';
 *
 * @Runnable()
 * class Upper extends Step<string, string> {
 *   run(text: string): string { return text.toUpperCase(); }
 * }
 *
 * const container = new Container();
 * container.load(runnableModule(Upper));
 * await container.get(Upper).invoke('hello'); // => 'HELLO'
 * ```
 */
export function runnableModule(...runnables: RunnableClass[]): ContainerModule {
  checkRunnables('runnableModule', runnables);
  requireReflectMetadata(runnables);
  return new ContainerModule(({ bind, isBound }) => {
    const bindings: Bindings = {
      ...INVERSIFY,
      isBound: (identifier) => isBound(identifier),
      // A module can tell that something is bound, but not to what: a class is most likely bound to itself.
      implementationsOf: (identifier) =>
        isClass(identifier) && isInjectable(identifier) ? [identifier] : [],
      identifiers: () => [],
    };
    // Services may be loaded later, so only faults of the declarations themselves can be reported now.
    const inspection = inspect(runnables, bindings);
    throwFaults(inspection.faults.filter(({ code }) => code !== ErrorCode.NoProvider));
    bindConfigurable(fieldsOf(inspection.classes, bindings), {}, { bind, isBound });
    bindRunnables(inspection, { bind, isBound }, new Assembler(bindings), (type, error) => {
      if (RunwrightError.is(error)) throw error;
      throwFaults(inspect([type], bindings).faults);
      throw new AssemblyError([providerFailed(type, error)]);
    });
  });
}
