import {
  ContainerModule,
  type BindInWhenOnFluentSyntax,
  type BindOnFluentSyntax,
  type ServiceIdentifier,
} from 'inversify';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import { RunwrightError } from '../errors/runwright-error.js';
import { isClass, type Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration } from '../metadata/records.js';
import type { RunnableClass } from '../plan/class-types.js';
import { Assembler } from './assembler.js';
import type { Binder, Bindings } from './bindings.js';
import { bindConfigurable, fieldsOf } from './configurable-values.js';
import { isInjectable } from './dependencies.js';
import { providerFailed } from './faults.js';
import { stepsOf, type Discovery } from './discover.js';
import { INVERSIFY } from './injection.js';
import { inspect, requireReflectMetadata } from './inspect.js';
import { resolve, resolveOr } from './resolve.js';
import { isRunScoped } from './scopes.js';
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
    bindRunnables(inspection, { bind, isBound }, new Assembler(bindings), (type, error) => {
      if (RunwrightError.is(error)) throw error;
      throwFaults(inspect([type], bindings).faults);
      throw new AssemblyError([providerFailed(type, error)]);
    });
  });
}

/**
 * Binds decorated classes and the services of their wrappers.
 *
 * @param explain - Tells what is wrong where a class cannot be made; without it, the error goes to whoever asked.
 */
export function bindRunnables(
  { classes, services }: Pick<Discovery, 'classes' | 'services'>,
  binder: Binder,
  assembler: Assembler,
  explain?: (type: Class, error: unknown) => never,
): void {
  const { bind, isBound } = binder;
  for (const service of services) {
    if (!isBound(service))
      bind(service)
        .to(service as never)
        .inSingletonScope();
  }
  for (const type of classes) {
    if (isBound(type)) continue;
    if (isRunScoped(type)) bindStandIn(type, binder, assembler);
    else if (explain === undefined) bindInstances(type, type, binder, assembler);
    else bindExplained(type, binder, assembler, explain);
    bindAlternatives(type, binder);
  }
}

/** Binds the instances of a class, each connected with its node once it has been made. */
function bindInstances(
  identifier: ServiceIdentifier,
  type: Class,
  { bind }: Binder,
  assembler: Assembler,
): void {
  inScope(type, bind(identifier).to(type as never)).onActivation((resolver, instance) =>
    assembler.assemble(type, instance as object, resolver),
  );
}

/** Binds what stands for the instances of a class of which each run has its own. */
function bindStandIn(type: Class, { bind }: Binder, assembler: Assembler): void {
  inScope(
    type,
    bind(type).toDynamicValue((resolver) => assembler.assemble(type, undefined, resolver)),
  );
  // Tells a run that it is to make an instance, and not to take what somebody else has bound for the class.
  bind(instanceToken(type)).to(type as never);
}

/** Inversify plans before it makes anything, so that only a binding in front of the instance's own sees its faults. */
function bindExplained(
  type: Class,
  binder: Binder,
  assembler: Assembler,
  explain: (type: Class, error: unknown) => never,
): void {
  const token = instanceToken(type);
  bindInstances(token, type, binder, assembler);
  inScope(
    type,
    binder
      .bind(type)
      .toDynamicValue((resolver) => resolveOr(resolver, token, undefined, (error) => explain(type, error))),
  );
}

/** Binds the alternatives of a class to the class itself, each by its name; one that is bound already stays. */
function bindAlternatives(type: Class, { bind, isBound }: Binder): void {
  for (const { identifier, bindingName } of stepsOf(declarationOf(type) as Declaration)) {
    if (bindingName === undefined || isBound(type, { name: bindingName })) continue;
    bind(type)
      .toDynamicValue((resolver) => resolve(resolver, identifier))
      .whenNamed(bindingName);
  }
}

function inScope<T>(type: Class, binding: BindInWhenOnFluentSyntax<T>): BindOnFluentSyntax<T> {
  const scope = declarationOf(type)?.kinds[0]?.options.scope;
  const scoped = scope === 'transient' ? binding.inTransientScope() : binding.inSingletonScope();
  // Without this the class itself would answer for the names of its alternatives.
  return scoped.whenDefault();
}

/** Throws faults together, if there are any. */
export function throwFaults(faults: readonly Fault[]): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw new AssemblyError([first, ...rest]);
}
