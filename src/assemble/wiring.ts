import type { ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { declarationOf, isRunnableClass } from '../metadata/declaration.js';
import type { RunnableConfig } from '../plan/config.js';
import type { ConfigurableFieldSpec } from '../plan/field.js';
import type { Node } from '../plan/node.js';
import { classOf } from '../run/class-of.js';
import { specsOf } from '../run/configurable/specs.js';
import { StepNode } from '../run/step-node.js';
import type { Bindings } from './bindings.js';
import { dependenciesOf } from './dependencies.js';
import { servicesOf } from './discover.js';
import { nameOf } from './names.js';

/** A service that is injected, with the services that are injected into it. */
export interface WiredService {
  readonly identifier: unknown;
  readonly name: string;
  /** Its class and configurable fields, as a graph shows them. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Read on demand, since services may depend on each other. */
  readonly services: () => readonly WiredService[];
}

/** What the class of a node has injected and configurable. */
export interface Wiring {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly services: readonly WiredService[];
}

/**
 * Finds the services that are injected into the classes a node is composed of, and their configurable fields: by the node
 * at which a graph shows each class, which is its own or that of its first step.
 */
export function wiringOf(
  root: Node,
  config: RunnableConfig | undefined,
  bindings: Bindings,
): ReadonlyMap<Node, Wiring> {
  return new WiringReader(root, config, bindings).read();
}

class WiringReader {
  readonly #specs: ReadonlyMap<string, ConfigurableFieldSpec>;
  readonly #services = new Map<ServiceIdentifier, WiredService>();
  readonly #found = new Map<Node, Wiring>();
  readonly #seen = new Set<Class>();

  constructor(
    readonly root: Node,
    readonly config: RunnableConfig | undefined,
    readonly bindings: Bindings,
  ) {
    this.#specs = new Map(specsOf(root, config).map((spec) => [spec.id, spec]));
  }

  read(): ReadonlyMap<Node, Wiring> {
    this.#visit(this.root);
    return this.#found;
  }

  #visit(node: Node): void {
    const type =
      classOf(node) ?? (node instanceof StepNode ? (node.instance.constructor as Class) : undefined);
    if (type !== undefined && !this.#seen.has(type)) {
      this.#seen.add(type);
      this.#note(type, entryOf(node, this.config));
    }
    for (const part of node.structure(this.config).parts) this.#visit(part.node);
  }

  #note(type: Class, at: Node): void {
    const known = this.#found.get(at);
    this.#found.set(at, {
      facts: { ...known?.facts, ...this.#factsOf(type) },
      services: [...new Set([...(known?.services ?? []), ...this.#servicesOf(type)])],
    });
  }

  #servicesOf(type: Class): WiredService[] {
    const declaration = declarationOf(type);
    // A configurable field that is injected is shown as a field, not as a service.
    const values = new Set<unknown>(declaration?.fields.map(({ id }) => configurable(id)));
    const injected = dependenciesOf(type).flatMap(({ identifier }) =>
      identifier === undefined || values.has(identifier) ? [] : [identifier],
    );
    const ofWrappers = declaration === undefined ? [] : servicesOf(declaration);
    return [...new Set<ServiceIdentifier>([...injected, ...(ofWrappers as ServiceIdentifier[])])].map(
      (identifier) => this.#service(identifier),
    );
  }

  #service(identifier: ServiceIdentifier): WiredService {
    const known = this.#services.get(identifier);
    if (known !== undefined) return known;
    const types = this.bindings.implementationsOf(identifier);
    const other = types.filter((type) => type !== identifier).map(({ name }) => name);
    const service: WiredService = {
      identifier,
      name: nameOf(identifier),
      facts: {
        ...(other.length > 0 && { class: other.join(', ') }),
        ...Object.fromEntries(types.flatMap((type) => Object.entries(this.#factsOf(type)))),
      },
      // A runnable that is injected has a frame of its own in the graph.
      services: () => types.flatMap((type) => (isRunnableClass(type) ? [] : this.#servicesOf(type))),
    };
    this.#services.set(identifier, service);
    return service;
  }

  #factsOf(type: Class): Record<string, unknown> {
    const fields = declarationOf(type)?.fields ?? [];
    return Object.fromEntries(fields.map(({ id }) => [`configurable.${id}`, this.#valueOf(id)]));
  }

  #valueOf(id: string): unknown {
    const spec = this.#specs.get(id);
    return spec?.secret === true ? '(secret)' : (spec?.default ?? '(not set)');
  }
}

/** The first node that a graph shows for a node. */
function entryOf(node: Node, config: RunnableConfig | undefined): Node {
  const { shape, parts } = node.structure(config);
  const [first] = parts;
  const decides = shape === 'choice' && !node.transparent;
  return first === undefined || decides ? node : entryOf(first.node, config);
}
