import { InvalidOptionError } from '../../errors/declaration-errors.js';
import { keepSecret } from '../../errors/secret-ids.js';
import type { RunnableConfig } from '../../plan/config.js';
import type { AnyConfigurableField } from '../../plan/field.js';
import type { Node } from '../../plan/node.js';
import type { Recipe, Structure } from '../../plan/structure.js';
import { checkField, checkOption } from '../check-option.js';
import { asBase } from '../as-runnable.js';
import { attach } from '../attach.js';
import type { Context } from '../context.js';
import type { RunnableBase } from '../runnable.js';
import { defaultOption, fieldValue, hasOptions, specOf } from './field-value.js';
import { delegateMembers } from './members.js';
import { specsOf } from './specs.js';
import { SwitchNode, type Selected } from './switch.js';
import { Variants, type Variant } from './variants.js';

/** The fields that a call may configure, by the names of the properties that they set. */
export type ConfigurableFields = Readonly<Record<string, AnyConfigurableField>>;

/** Makes a node in which some properties have other values. */
export type MakeVariant = (
  values: Readonly<Record<string, unknown>>,
  ctx: Context,
) => Variant | Promise<Variant>;

/** Options of configurable fields. */
export interface ConfigurableOptions {
  /**
   * How many variants, each made for certain values, are cached.
   *
   * @defaultValue 100
   */
  readonly cacheSize?: number | undefined;
}

/** The parts of a {@link RunnableConfigurableFields}. */
export interface FieldsInit extends ConfigurableOptions {
  readonly bound: Node;
  readonly fields: ConfigurableFields;
  /** The current values of the properties, by name. */
  readonly current: Readonly<Record<string, unknown>>;
  readonly make: MakeVariant;
  /** Whether variants are plain copies of the runnable, so that it can be serialised. */
  readonly copies?: boolean | undefined;
}

/**
 * Stands for a runnable with properties that calls may configure: for other values, a variant of it runs.
 *
 * @example
 * ```ts
 * import { FakeChatModel } from 'runwright';
 *
 * const model = new FakeChatModel({ responses: ['Hello'] }).configurableFields({ delayMs: { id: 'delay' } });
 * (await model.invoke('Hi', { configurable: { delay: 1 } })).text; // => 'Hello'
 * ```
 */
export class RunnableConfigurableFields<I, O> extends SwitchNode<I, O> {
  readonly kind = 'configurableFields';
  readonly bound: Node;
  readonly fields: ConfigurableFields;
  readonly #init: FieldsInit;
  readonly #names: readonly string[];
  readonly #ids: readonly string[];
  readonly #secrets: readonly boolean[];
  readonly #variants: Variants;

  constructor(init: FieldsInit) {
    super();
    this.#init = init;
    this.bound = init.bound;
    this.fields = init.fields;
    this.#names = Object.keys(init.fields);
    this.#ids = this.#names.map((name) => this.#field(name).id);
    this.#secrets = this.#names.map((name) => this.#field(name).secret === true);
    this.#ids.forEach((id, index) => this.#secrets[index] === true && keepSecret(id));
    this.#variants = new Variants(init.cacheSize);
  }

  override structure(config?: RunnableConfig): Structure<Node> {
    const own = this.#names.map((name) => specOf(this.#field(name), this.#init.current[name]));
    return {
      shape: 'wrap',
      parts: [{ node: this.#decidedBy(config) }],
      specs: () => [...own, ...specsOf(this.bound, config)],
      recipe:
        this.#init.copies === true && !own.some(({ secret }) => secret === true) ? this.#recipe() : undefined,
    };
  }

  /** The node that runs under a config; the runnable itself if variants are more than copies of it. */
  #decidedBy(config: RunnableConfig | undefined): Node {
    const { configurable } = config ?? {};
    if (this.#init.copies !== true || configurable === undefined) return this.bound;
    const given = this.#given(this.#ids.map((id) => configurable[id]));
    return Object.keys(given).length === 0 ? this.bound : asBase(this.bound).withFields(given);
  }

  #recipe(): Recipe {
    const fields = Object.entries(this.fields).map(([name, field]) => [
      name,
      'type' in field ? { ...field, type: field.type?.name.toLowerCase() } : field,
    ]);
    const { cacheSize } = this.#init;
    const options = { default: this.bound, fields: Object.fromEntries(fields) as object, cacheSize };
    return { type: 'RunnableConfigurableFields', fields: options };
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return (this.bound as unknown as RunnableBase).fieldValues();
  }

  override withFields(values: Readonly<Record<string, unknown>>): Node {
    const changed = (node: Node): Node => (node as unknown as RunnableBase).withFields(values);
    return new RunnableConfigurableFields({
      ...this.#init,
      bound: changed(this.bound),
      make: async (own, ctx) => {
        const { node, dispose } = await this.#init.make(own, ctx);
        return { node: changed(node), dispose };
      },
    });
  }

  protected select(ctx: Context): Selected {
    const { configurable } = ctx;
    const values = this.#ids.map((id) => configurable[id]);
    if (values.every((value) => value === undefined)) return { node: this.bound, ctx };
    const make = (): Variant | Promise<Variant> => this.#init.make(this.#given(values), ctx);
    return { node: this.#variants.get(values, this.#secrets, ctx.scope, make), ctx };
  }

  /** The values that a call sets, by the names of the properties. */
  #given(values: readonly unknown[]): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    for (const [index, name] of this.#names.entries()) {
      if (values[index] !== undefined) given[name] = fieldValue(this.#field(name), values[index]);
    }
    return given;
  }

  #field(name: string): AnyConfigurableField {
    return this.fields[name] as AnyConfigurableField;
  }

  protected override defaultName(): string {
    return this.bound.getName();
  }
}

delegateMembers(RunnableConfigurableFields.prototype);

declare module '../../plan/runnable.js' {
  interface Runnable<in I, out O> {
    /**
     * Lets calls configure properties of this runnable: for a value in `config.configurable`, a copy with that value of
     * the property runs in its place.
     *
     * A class that keeps its state in private fields overrides `withFields` to make such a copy.
     *
     * @param fields - The fields, by the names of the properties.
     * @throws {@link InvalidOptionError} for a name that is no property, listing those that are.
     */
    configurableFields(fields: ConfigurableFields, options?: ConfigurableOptions): Runnable<I, O>;
  }
}

attach('configurableFields', function (fields: ConfigurableFields, options: ConfigurableOptions = {}) {
  const where = `${this.getName()}.configurableFields`;
  checkOption(where, 'fields', fields);
  const current = this.fieldValues();
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(current, name)) unknownField(this, name, current);
    checkField(where, name, field);
  }
  const chosen = Object.entries(fields).flatMap(([name, field]) =>
    hasOptions(field) ? [[name, defaultOption(field)] as const] : [],
  );
  const bound =
    chosen.length === 0 ? this : (this.withFields(Object.fromEntries(chosen)) as unknown as RunnableBase);
  const make: MakeVariant = (values) => ({ node: bound.withFields(values) });
  return new RunnableConfigurableFields({ bound, fields, current, make, copies: true, ...options });
});

function unknownField(node: Node, name: string, current: Readonly<Record<string, unknown>>): never {
  const keys = Object.keys(current);
  const expected =
    keys.length === 0
      ? 'left out, for nothing of it can be configured'
      : `one of the available keys (${keys.join(', ')})`;
  throw new InvalidOptionError(`${node.getName()}.configurableFields`, JSON.stringify(name), expected, name);
}
