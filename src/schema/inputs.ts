import { unwrapped, type DescribedPart } from './described.js';
import { fieldsOf, saysType } from './json-schema.js';
import { listSchema } from './list-schema.js';
import { Merge } from './merge.js';
import { Schema } from './schema.js';
import type { ReadSchema, View } from './view.js';

/** How the input schema of a node follows from its parts, by kind, or by shape for other kinds. */
export const INPUTS: Readonly<Record<string, ReadSchema>> = {
  assign: (view) => {
    const mapped = first(view);
    return mapped !== undefined && fieldsOf(mapped.toJsonSchema()) !== undefined ? mapped : anyObject(view);
  },
  pick: anyObject,
  parallel: parallelInput,
  each: (view) => {
    const element = first(view);
    return element && listSchema(view.node.getName('Input'), element, { default: null });
  },
  router: (view) =>
    new Schema(view.node.getName('Input'), () => ({
      type: 'object',
      properties: { key: { title: 'Key', type: 'string' }, input: { title: 'Input' } },
      required: ['key', 'input'],
    })),
  chain: (view) => chainInput(view, view.structure.parts),
  branch: branchInput,
  choice: first,
  cascade: first,
  wrap: first,
};

function first(view: View): Schema | undefined {
  const [part] = view.structure.parts;
  return part && view.input(part);
}

function anyObject({ node }: View): Schema {
  return new Schema(node.getName('Input'), () => ({ type: 'object', additionalProperties: true }));
}

/** Every branch gets the same input: an object with the fields that any branch needs, if all branches need objects. */
function parallelInput(view: View): Schema | undefined {
  const title = view.node.getName('Input');
  const inputs = view.structure.parts.map((part) => view.input(part));
  const [foremost] = inputs;
  const saying = inputs.map((schema) => schema.toJsonSchema()).filter(saysType);
  if (foremost === undefined || saying.length === 0) return undefined;
  if (!saying.every((schema) => fieldsOf(schema) !== undefined)) {
    return foremost.named ? foremost : new Schema(title, () => foremost.toJsonSchema());
  }
  return new Schema(title, () => {
    const merge = new Merge();
    for (const schema of saying) merge.addFields(schema);
    return merge.result();
  });
}

/**
 * The input of the first step. Fields that a leading assign adds are not part of the input, for which the rest of the
 * chain is decisive; a leading pick or passthrough does not tell what it takes.
 */
function chainInput(view: View, [start, ...rest]: readonly DescribedPart[]): Schema | undefined {
  if (start === undefined) return undefined;
  if (rest.length === 0) return view.input(start);
  const step = unwrapped(start, (part) => view.structureOf(part));
  if (step.node.kind === 'pick' || step.node.kind === 'passthrough') return chainInput(view, rest);
  if (step.node.kind !== 'assign') return view.input(step);
  const next = chainInput(view, rest)?.toJsonSchema();
  if (next === undefined || fieldsOf(next) === undefined) return view.input(step);
  const assigned = assignedKeys(view, step);
  return new Schema(view.node.getName('Input'), () => {
    const merge = new Merge();
    merge.addFields(next, (key) => !assigned.has(key));
    return merge.result();
  });
}

function assignedKeys(view: View, assign: DescribedPart): ReadonlySet<string | undefined> {
  const [mapper] = view.structureOf(assign).parts;
  return new Set(mapper === undefined ? [] : view.structureOf(mapper).parts.map(({ label }) => label));
}

/** The first known input of: the default branch, the other branches, the conditions. */
function branchInput(view: View): Schema | undefined {
  const { parts } = view.structure;
  const ways = parts.filter(({ role }) => role !== 'condition');
  const conditions = parts.filter(({ role }) => role === 'condition');
  const inputs = [...ways.slice(-1), ...ways.slice(0, -1), ...conditions].map((part) => view.input(part));
  return inputs.find((schema) => saysType(schema.toJsonSchema()));
}
