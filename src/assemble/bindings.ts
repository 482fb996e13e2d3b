import type { Container, ContainerModuleLoadOptions, IsBoundOptions, ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import type { Dependency } from './dependencies.js';
import { INVERSIFY, type Injection } from './injection.js';

/** Which of several bindings of an identifier is asked for. */
export interface Selection {
  readonly name?: unknown;
  readonly tag?: { readonly key: unknown; readonly value: unknown } | undefined;
}

/** What a container provides, as far as that can be known without creating anything. */
export interface Bindings extends Injection {
  /** @param user - The class that needs it; undefined for the application itself. */
  isBound(identifier: ServiceIdentifier, user?: Class, selection?: Selection): boolean;
  /** The classes that are bound to an identifier, so that their dependencies can be followed. */
  implementationsOf(identifier: ServiceIdentifier, user?: Class): readonly Class[];
  /** Everything that is bound. */
  identifiers(): Iterable<ServiceIdentifier>;
}

interface BindingLike {
  readonly type: string;
  readonly implementationType?: Class;
}

interface PluginContext {
  readonly bindingService: {
    get(identifier: ServiceIdentifier): Iterable<BindingLike> | undefined;
    getBoundServices(): Iterable<ServiceIdentifier>;
  };
}

const isPlugin: unique symbol = Symbol.for('@inversifyjs/plugin/isPlugin') as never;

/** Reads the bindings of a container by its plugin interface, the only one that shows them. */
export function bindingsOf(container: Container): Bindings {
  let context: PluginContext | undefined;
  container.register(
    class {
      readonly [isPlugin] = true;

      constructor(_container: Container, given: PluginContext) {
        context = given;
      }

      load(): void {
        // The plugin is registered only for its context.
      }
    },
  );
  const dependencies = new Map<Class, readonly Dependency[]>();
  const { bindingService } = context as unknown as PluginContext;
  return {
    ...INVERSIFY,
    dependenciesOf: (type) => {
      let found = dependencies.get(type);
      if (found === undefined) dependencies.set(type, (found = INVERSIFY.dependenciesOf(type)));
      return found;
    },
    isBound: (identifier, _user, selection) => container.isBound(identifier, optionsOf(selection)),
    implementationsOf(identifier) {
      const found: Class[] = [];
      for (const { type, implementationType } of bindingService.get(identifier) ?? [])
        if (type === 'Instance' && implementationType !== undefined) found.push(implementationType);
      return found;
    },
    identifiers: () => bindingService.getBoundServices(),
  };
}

function optionsOf({ name, tag }: Selection = {}): IsBoundOptions | undefined {
  if (name === undefined && tag === undefined) return undefined;
  return {
    ...(name !== undefined && { name: name as string }),
    ...(tag !== undefined && { tag: tag as { key: string; value: unknown } }),
  };
}

/** Where identifiers are bound: a container, or a module that is being loaded into one. */
export type Binder = Pick<ContainerModuleLoadOptions, 'bind' | 'isBound'>;

/** Binds in a container directly, which costs less than loading a module that nobody will unload. */
export function binderOf(container: Container): Binder {
  return {
    bind: (identifier) => container.bind(identifier),
    isBound: (identifier, options) => container.isBound(identifier, options),
  };
}
