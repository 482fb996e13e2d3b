import type { Container, ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';

/** What a container provides, as far as it can be known without making anything. */
export interface Bindings {
  isBound(
    identifier: ServiceIdentifier,
    name?: unknown,
    tag?: { readonly key: unknown; readonly value: unknown },
  ): boolean;
  /** The classes bound to an identifier, whose own dependencies can be looked at. */
  implementationsOf(identifier: ServiceIdentifier): readonly Class[];
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

/** Looks into a container through its interface for plugins, the one that shows bindings. */
export function bindingsOf(container: Container): Bindings {
  let context: PluginContext | undefined;
  container.register(
    class {
      readonly [isPlugin] = true;

      constructor(_container: Container, given: PluginContext) {
        context = given;
      }

      load(): void {
        // Only the context is wanted.
      }
    },
  );
  const { bindingService } = context as unknown as PluginContext;
  return {
    isBound: (identifier, name, tag) =>
      container.isBound(identifier, {
        ...(name === undefined ? {} : { name: name as string }),
        ...(tag === undefined ? {} : { tag: tag as { key: string; value: unknown } }),
      }),
    implementationsOf: (identifier) =>
      [...(bindingService.get(identifier) ?? [])].flatMap(({ type, implementationType }) =>
        type === 'Instance' && implementationType !== undefined ? [implementationType] : [],
      ),
    identifiers: () => bindingService.getBoundServices(),
  };
}
