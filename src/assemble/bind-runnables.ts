import type { BindInWhenOnFluentSyntax, BindOnFluentSyntax, ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration } from '../metadata/records.js';
import type { Assembler } from './assembler.js';
import type { Binder } from './bindings.js';
import { stepsOf, type Discovery } from './discover.js';
import { instanceToken } from './instance-token.js';
import { resolve, resolveOr, resolveSingleton } from './resolve.js';
import { isRunScoped, scopeOf } from './scopes.js';

/**
 * Binds decorated classes and the services of their wrappers.
 *
 * @param explain - Throws an error that says why a class cannot be created; without it, the error is thrown as it is.
 */
export function bindRunnables(
  { classes, services }: Pick<Discovery, 'classes' | 'services'>,
  binder: Binder,
  assembler: Assembler,
  explain?: (type: Class, error: unknown) => never,
): void {
  const { bind, isBound } = binder;
  for (const service of services) {
    if (isBound(service)) continue;
    bind(service)
      .to(service as never)
      .inSingletonScope();
    assembler.singletons.add(service);
  }
  for (const type of classes) {
    if (isBound(type)) continue;
    if (isRunScoped(type)) bindStandIn(type, binder, assembler);
    else if (explain === undefined) bindInstances(type, type, binder, assembler);
    else bindExplained(type, binder, assembler, explain);
    bindAlternatives(type, binder);
    if (scopeOf(type) !== 'transient') assembler.singletons.add(type);
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

/** Binds a stand-in for the instances of a class of which each run has its own. */
function bindStandIn(type: Class, { bind }: Binder, assembler: Assembler): void {
  inScope(
    type,
    bind(type).toDynamicValue((resolver) => assembler.assemble(type, undefined, resolver)),
  );
  // Tells a run to make an instance itself, rather than to take what somebody else has bound for the class.
  bind(instanceToken(type)).to(type as never);
}

/** Inversify plans before it creates anything, so only a binding in front of that of the instance sees its faults. */
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
    binder.bind(type).toDynamicValue((resolver) =>
      resolveOr(
        () => (scopeOf(type) === 'transient' ? resolve(resolver, token) : resolveSingleton(resolver, token)),
        (error) => explain(type, error),
      ),
    ),
  );
}

/** Binds the alternatives of a class to the class itself, each under its name; existing bindings are kept. */
function bindAlternatives(type: Class, { bind, isBound }: Binder): void {
  for (const { identifier, bindingName } of stepsOf(declarationOf(type) as Declaration)) {
    if (bindingName === undefined || isBound(type, { name: bindingName })) continue;
    bind(type)
      .toDynamicValue((resolver) => resolve(resolver, identifier))
      .whenNamed(bindingName);
  }
}

function inScope<T>(type: Class, binding: BindInWhenOnFluentSyntax<T>): BindOnFluentSyntax<T> {
  const scoped = scopeOf(type) === 'transient' ? binding.inTransientScope() : binding.inSingletonScope();
  // Otherwise the class itself would be taken for any of its named alternatives.
  return scoped.whenDefault();
}
