import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { KindRecord } from '../metadata/records.js';
import type { Node } from '../plan/node.js';
import { LEAF, type Structure } from '../plan/structure.js';
import { fieldValue, specOf } from '../run/configurable/field-value.js';
import { SwitchNode, type Selected } from '../run/configurable/switch.js';
import type { Context } from '../run/context.js';
import type { Surroundings } from './surroundings.js';
import type { Configured } from './configured.js';
import type { Resolver } from './resolve.js';

/** The node of a class of which each root run has an instance of its own, created when the run first needs it. */
export class RunScopedNode<I, O> extends SwitchNode<I, O> {
  readonly kind = 'runScoped';
  readonly #configured: Configured;

  constructor(
    readonly type: Class,
    readonly makeKind: (instance: object) => Node,
    readonly surroundings: Surroundings,
    readonly resolver: Resolver,
  ) {
    super((declarationOf(type)?.kinds[0] as KindRecord).options.name ?? type.name);
    this.#configured = surroundings.configuredOf(type);
  }

  override structure(): Structure<Node> {
    return {
      ...LEAF,
      specs: () => Object.values(this.#configured.fields).map((field) => specOf(field, undefined)),
    };
  }

  protected select(ctx: Context): Selected {
    const { resources } = ctx.scope.root;
    const node = resources.get(this, () => {
      // One workshop for the whole run, so that its instances share those that they inject of one another.
      const workshop = resources.get(this.surroundings, () => {
        const opened = this.surroundings.openWorkshop(this.resolver, true);
        resources.onRelease(() => opened.close());
        return opened;
      });
      const made = workshop.make(this.type, this.#configured, this.#valuesIn(ctx));
      return made instanceof Promise ? made.then((instance) => this.makeKind(instance)) : this.makeKind(made);
    });
    return { node, ctx };
  }

  #valuesIn({ configurable }: Context): Record<string, unknown> {
    const given = Object.entries(this.#configured.fields).filter(([id]) => configurable[id] !== undefined);
    return Object.fromEntries(given.map(([id, field]) => [id, fieldValue(field, configurable[id])]));
  }
}
