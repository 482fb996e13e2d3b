import { configOf, type Config, type Described, type DescribedPart } from './described.js';
import { INPUTS } from './inputs.js';
import { OUTPUTS } from './outputs.js';
import { readType } from './read-type.js';
import { Schema } from './schema.js';
import type { View } from './view.js';

/** The input schema of a node: the one declared for it, or the one that follows from its parts. */
export function inputSchemaOf(node: Described, config?: Config): Schema {
  const view = viewOf(node, config);
  const read = INPUTS[node.kind] ?? INPUTS[view.structure.shape];
  return declared(view, 'Input') ?? read?.(view) ?? view.untyped('Input');
}

/** The output schema of a node: the one declared for it, or the one that follows from its parts. */
export function outputSchemaOf(node: Described, config?: Config): Schema {
  const view = viewOf(node, config);
  const read = OUTPUTS[node.kind] ?? OUTPUTS[view.structure.shape];
  return declared(view, 'Output') ?? read?.(view) ?? view.untyped('Output');
}

function declared({ node, structure: { types } }: View, side: 'Input' | 'Output'): Schema | undefined {
  const token = side === 'Input' ? types?.input : types?.output;
  if (token === undefined) return undefined;
  const type = readType(token, `${node.getName()}, ${side.toLowerCase()}`);
  return new Schema(type.title ?? node.getName(side), type, token);
}

function viewOf(node: Described, config: Config | undefined): View {
  return {
    node,
    structure: node.structure(config),
    input: (part: DescribedPart) => inputSchemaOf(part.node, configOf(part, config)),
    output: (part: DescribedPart) => outputSchemaOf(part.node, configOf(part, config)),
    structureOf: (part: DescribedPart) => part.node.structure(configOf(part, config)),
    untyped: (side) => new Schema(node.getName(side), () => ({})),
  };
}
