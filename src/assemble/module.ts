import { ContainerModule, type BindInWhenOnFluentSyntax, type ContainerModuleLoadOptions } from 'inversify';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import { RunwrightError } from '../errors/runwright-error.js';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration, Scope } from '../metadata/records.js';
import type { RunnableClass } from '../plan/class-types.js';
import { Assembler } from './assembler.js';
import type { Bindings } from './bindings.js';
import { bindConfigurable, fieldsOf } from './configurable-values.js';
import { isInjectable } from './dependencies.js';
import { stepsOf, type Discovery } from './discover.js';
import { INVERSIFY } from './injection.js';
import { inspect, requireReflectMetadata } from './inspect.js';
import { resolve, type Resolver } from './resolve.js';
import { instanceToken } from './tokens.js';

/**
 * Makes an Inversify module of decorated classes and of everything that stands as a step in them: loaded into a
 * container, `container.get(AnswerQuestion)` gives the assembled chain.
 *
 * What is bound already stays as it is; services come from modules of one's own, loaded before or after.
 *
 * @param runnables - The decorated classes to start from.
 * @throws {@link AssemblyError} when it is loaded, for faults of the declarations; when a class is first asked for, for
 * providers that are missing.
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
  requireReflectMetadata(runnables);
  return new ContainerModule(({ bind, isBound }) => {
    const bindings: Bindings = {
      ...INVERSIFY,
      isBound: (identifier) => isBound(identifier),
      // A module sees what is bound, but not to what: of a class, it is most likely the class itself.
      implementationsOf: (identifier) =>
        isClass(identifier) && isInjectable(identifier) ? [identifier] : [],
      identifiers: () => [],
    };
    // Services may be loaded later: only what the declarations themselves get wrong can be told now.
    const inspection = inspect(runnables, bindings);
    throwFaults(inspection.faults.filter(({ code }) => code !== ErrorCode.NoProvider));
    bindConfigurable(fieldsOf(inspection.classes, bindings), {}, { bind, isBound });
    bindRunnables(
      inspection,
      { bind, isBound },
      new Assembler(bindings),
      (type) => inspect([type], bindings).faults,
    );
  });
}

/** Binds decorated classes, each twice: its bare instance, and the instance connected with its node. */
export function bindRunnables(
  { classes, services }: Pick<Discovery, 'classes' | 'services'>,
  { bind, isBound }: Pick<ContainerModuleLoadOptions, 'bind' | 'isBound'>,
  assembler: Assembler,
  faultsOf: (type: Class) => readonly Fault[],
): void {
  for (const service of services) {
    if (!isBound(service))
      bind(service)
        .to(service as never)
        .inSingletonScope();
  }
  for (const type of classes) {
    if (isBound(type)) continue;
    const scope = declarationOf(type)?.kinds[0]?.options.scope ?? 'singleton';
    inScope(bind(instanceToken(type)).to(type as never), scope);
    inScope(
      bind(type).toDynamicValue((resolver) => assembleChecked(type, assembler, resolver, faultsOf)),
      scope,
    );
    bindAlternatives(type, { bind, isBound });
  }
}

/** Binds the alternatives of a class to the class itself, each by its name; one that is bound already stays. */
function bindAlternatives(
  type: Class,
  { bind, isBound }: Pick<ContainerModuleLoadOptions, 'bind' | 'isBound'>,
): void {
  for (const { identifier, bindingName } of stepsOf(declarationOf(type) as Declaration)) {
    if (bindingName === undefined || isBound(type, { name: bindingName })) continue;
    bind(type)
      .toDynamicValue((resolver) => resolve(resolver, identifier))
      .whenNamed(bindingName);
  }
}

function inScope<T>(binding: BindInWhenOnFluentSyntax<T>, scope: Scope): void {
  const scoped = scope === 'transient' ? binding.inTransientScope() : binding.inSingletonScope();
  // Without this the class itself would answer for the names of its alternatives.
  scoped.whenDefault();
}

function assembleChecked(
  type: Class,
  assembler: Assembler,
  resolver: Resolver,
  faultsOf: (type: Class) => readonly Fault[],
): object | Promise<object> {
  const explain = (error: unknown): never => {
    if (RunwrightError.is(error)) throw error;
    throwFaults(faultsOf(type));
    throw new AssemblyError([providerFailed(type, error)]);
  };
  try {
    const assembled = assembler.assemble(type, resolver);
    return assembled instanceof Promise ? assembled.catch(explain) : assembled;
  } catch (error) {
    return explain(error);
  }
}

function providerFailed(type: Class, cause: unknown): Fault {
  return {
    code: ErrorCode.ProviderFailed,
    message: `${type.name} could not be made: ${cause instanceof Error ? cause.message : String(cause)}`,
    declaredAt: declarationOf(type)?.declaredAt?.(),
    cause,
  };
}

/** Throws faults together, if there are any. */
export function throwFaults(faults: readonly Fault[]): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw new AssemblyError([first, ...rest]);
}
