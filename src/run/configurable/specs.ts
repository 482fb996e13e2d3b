import { isDeepStrictEqual } from 'node:util';
import { InvalidConfigError } from '../../errors/run-errors.js';
import type { RunnableConfig } from '../../plan/config.js';
import type { ConfigurableFieldSpec } from '../../plan/field.js';
import type { Node } from '../../plan/node.js';
import { checkValue } from './field-value.js';

type Specs = readonly ConfigurableFieldSpec[];

/**
 * Describes what can be configured in a node and in all of its parts, sorted by id.
 *
 * @throws {@link InvalidConfigError} if two different fields have the same id.
 */
export function specsOf(node: Node, config?: RunnableConfig): Specs {
  const byId = new Map<string, ConfigurableFieldSpec>();
  for (const spec of collect(node, config)) {
    const known = byId.get(spec.id);
    if (known !== undefined && !isDeepStrictEqual(known, spec)) {
      throw new InvalidConfigError(
        `${node.getName()} contains conflicting config specs for ${spec.id}: ${JSON.stringify([known, spec])}. ` +
          'Give one of the fields another id, or set prefixKeys on the alternatives they are in.',
      );
    }
    byId.set(spec.id, spec);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function collect(node: Node, config: RunnableConfig | undefined): Specs {
  const { parts, specs } = node.structure(config);
  return specs?.() ?? parts.flatMap((part) => collect(part.node, part.config ?? config));
}

const checkers = new WeakMap<Node, ReadonlyMap<string, readonly ConfigurableFieldSpec[]>>();

/** Checks the values of a call against their fields, before anything runs; unknown ids are ignored. */
export function checkConfigurable(node: Node, configurable: Readonly<Record<string, unknown>>): void {
  const byId = fieldsOf(node);
  if (byId.size === 0) return;
  for (const id of Object.keys(configurable)) {
    const specs = byId.get(id);
    if (specs === undefined || configurable[id] === undefined) continue;
    for (const spec of specs) checkValue(spec, configurable[id]);
  }
}

/** Tells whether an id is that of a secret field of a node. */
export function isSecret(node: Node, id: string): boolean {
  return (
    fieldsOf(node)
      .get(id)
      ?.some(({ secret }) => secret === true) ?? false
  );
}

function fieldsOf(node: Node): ReadonlyMap<string, readonly ConfigurableFieldSpec[]> {
  let byId = checkers.get(node);
  if (byId === undefined) checkers.set(node, (byId = group(collect(node, undefined))));
  return byId;
}

function group(specs: Specs): Map<string, ConfigurableFieldSpec[]> {
  const byId = new Map<string, ConfigurableFieldSpec[]>();
  for (const spec of specs) {
    const same = byId.get(spec.id);
    if (same === undefined) byId.set(spec.id, [spec]);
    else same.push(spec);
  }
  return byId;
}
