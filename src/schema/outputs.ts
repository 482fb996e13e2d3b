import { unwrapped, type DescribedPart } from './described.js';
import { definitionsIn, fieldsOf, inlined, type JsonSchema } from './json-schema.js';
import { listSchema } from './list-schema.js';
import { Merge } from './merge.js';
import { Schema } from './schema.js';
import type { ReadSchema, View } from './view.js';

/** How the output schema of a node follows from its parts, by kind, or by shape for other kinds. */
export const OUTPUTS: Readonly<Record<string, ReadSchema>> = {
  assign: (view) => {
    const [mapper] = view.structure.parts;
    if (mapper === undefined) return undefined;
    return new Schema(view.node.getName('Output').replace(/^(RunnableAssign)<.*>/s, '$1'), () =>
      assigned(view.input(mapper).toJsonSchema(), view.output(mapper)),
    );
  },
  parallel: (view) =>
    new Schema(view.node.getName('Output'), () => {
      const merge = new Merge();
      for (const part of view.structure.parts) merge.addField(part.label ?? '', view.output(part));
      return merge.result();
    }),
  each: (view) => {
    const element = first(view);
    return element && listSchema(view.node.getName('Output'), element);
  },
  // Which branch runs is decided at run time, and their outputs may differ.
  branch: () => undefined,
  router: () => undefined,
  history: (view) => new Schema('RunnableWithChatHistoryOutput', () => first(view)?.toJsonSchema() ?? {}),
  chain: (view) => chainOutput(view, view.structure.parts),
  choice: first,
  cascade: first,
  wrap: first,
};

function first(view: View): Schema | undefined {
  const [part] = view.structure.parts;
  return part && view.output(part);
}

function assigned(before: JsonSchema, mapped: Schema): JsonSchema {
  const merge = new Merge();
  merge.addFieldsOrRoot(before);
  merge.addFields(mapped.toJsonSchema());
  return merge.result();
}

/** The output of the last step; for a trailing assign, pick or passthrough, derived from the output before it. */
function chainOutput(view: View, steps: readonly DescribedPart[]): Schema | undefined {
  const end = steps.at(-1);
  if (end === undefined) return undefined;
  const last = unwrapped(end, (part) => view.structureOf(part));
  const { kind } = last.node;
  if (steps.length > 1 && kind === 'passthrough') return chainOutput(view, steps.slice(0, -1));
  if (steps.length === 1 || (kind !== 'assign' && kind !== 'pick')) return view.output(last);
  const before = chainOutput(view, steps.slice(0, -1))?.toJsonSchema() ?? {};
  const title = view.node.getName('Output');
  const { parts, recipe } = view.structureOf(last);
  if (kind === 'assign') {
    const [mapper] = parts;
    return mapper && new Schema(title, () => assigned(before, view.output(mapper)));
  }
  if (fieldsOf(before) === undefined) return view.output(last);
  return new Schema(title, () => picked(before, recipe?.fields['keys']));
}

function picked(schema: JsonSchema, keys: unknown): JsonSchema {
  if (Array.isArray(keys)) {
    const merge = new Merge();
    merge.addFields(schema, (key) => keys.includes(key));
    return merge.result();
  }
  const properties = fieldsOf(inlined(schema))?.properties ?? {};
  const property = Object.hasOwn(properties, String(keys)) ? properties[String(keys)] : undefined;
  return { ...property, ...definitionsIn(schema) };
}
