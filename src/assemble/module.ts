import { ContainerModule, type Bind, type BindInWhenOnFluentSyntax, type ServiceIdentifier } from 'inversify';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import { ErrorCode } from '../errors/codes.js';
import { RunwrightError } from '../errors/runwright-error.js';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Scope } from '../metadata/records.js';
import type { RunnableClass } from '../plan/class-types.js';
import { assemble, type Resolver } from './assemble.js';
import type { Bindings } from './bindings.js';
import { inspect, requireReflectMetadata } from './inspect.js';

const instanceTokens = new WeakMap<Class, ServiceIdentifier<object>>();

/** The identifier under which the container has the bare instance of a class, before its node is made. */
export function instanceToken(type: Class): ServiceIdentifier<object> {
  const known = instanceTokens.get(type);
  if (known !== undefined) return known;
  const token: ServiceIdentifier<object> = Symbol(type.name);
  instanceTokens.set(type, token);
  return token;
}

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
      isBound: (identifier) => isBound(identifier),
      implementationsOf: () => [],
      identifiers: () => [],
    };
    // Services may be loaded later: only what the declarations themselves get wrong can be told now.
    const { classes, faults } = inspect(runnables, bindings);
    throwFaults(faults.filter(({ code }) => code !== ErrorCode.NoProvider));
    bindRunnables(
      classes,
      bind,
      (identifier) => isBound(identifier),
      (type) => inspect([type], bindings).faults,
    );
  });
}

/** Binds decorated classes, each twice: its bare instance, and the instance connected with its node. */
export function bindRunnables(
  classes: readonly Class[],
  bind: Bind,
  isBound: (identifier: ServiceIdentifier) => boolean,
  faultsOf: (type: Class) => readonly Fault[],
): void {
  for (const type of classes) {
    if (isBound(type)) continue;
    const scope = declarationOf(type)?.kinds[0]?.options.scope ?? 'singleton';
    const token = instanceToken(type);
    inScope(bind(token).to(type as never), scope);
    inScope(
      bind(type).toDynamicValue((resolver) => assembleChecked(type, token, resolver, faultsOf)),
      scope,
    );
  }
}

function inScope<T>(binding: BindInWhenOnFluentSyntax<T>, scope: Scope): void {
  if (scope === 'singleton') binding.inSingletonScope();
  else binding.inTransientScope();
}

function assembleChecked(
  type: Class,
  token: ServiceIdentifier<object>,
  resolver: Resolver,
  faultsOf: (type: Class) => readonly Fault[],
): object | Promise<object> {
  const explain = (error: unknown): never => {
    if (RunwrightError.is(error)) throw error;
    throwFaults(faultsOf(type));
    throw new AssemblyError([providerFailed(type, error)]);
  };
  try {
    const assembled = assemble(type, token, resolver);
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
