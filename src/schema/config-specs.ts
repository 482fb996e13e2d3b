import { isDeepStrictEqual } from 'node:util';
import { ConflictingFieldsError } from '../errors/describing-errors.js';
import { configOf, type Config, type Described, type FieldSpec } from './described.js';

/**
 * The configurable fields of something and of all its parts, each id once, sorted by id.
 *
 * @throws {@link ConflictingFieldsError} where two fields of one id differ.
 */
export function configSpecsOf(node: Described, config?: Config): readonly FieldSpec[] {
  const byId = new Map<string, FieldSpec[]>();
  for (const spec of specsOf(node, config, new Set())) {
    const known = byId.get(spec.id) ?? [];
    if (!known.some((other) => isDeepStrictEqual(other, spec))) byId.set(spec.id, [...known, spec]);
  }
  for (const [id, specs] of byId) {
    if (specs.length > 1) throw new ConflictingFieldsError(node.getName(), id, specs);
  }
  return [...byId.values()].flat().sort((left, right) => (left.id < right.id ? -1 : 1));
}

function specsOf(node: Described, config: Config | undefined, seen: Set<Described>): FieldSpec[] {
  if (seen.has(node)) return [];
  seen.add(node);
  const { specs = [], parts } = node.structure(config);
  return [...specs, ...parts.flatMap((part) => specsOf(part.node, configOf(part, config), seen))];
}
