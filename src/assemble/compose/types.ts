import type { Class } from '../../metadata/class.js';
import type { KindOptions } from '../../metadata/records.js';
import type { Node } from '../../plan/node.js';
import type { NodeTypes } from '../../plan/structure.js';
import type { TypeToken } from '../../plan/type-token.js';
import { RunnableChecked, type ValidationOptions } from '../../run/checked.js';

/** The types of a step: those given to its decorator, or else those that TypeScript emits for its `run` method. */
export function typesOf(type: Class, { input, output }: KindOptions): NodeTypes {
  const prototype = type.prototype as object;
  const [parameter] = (emitted('design:paramtypes', prototype) ?? []) as readonly unknown[];
  return {
    input: input ?? meaningful(parameter),
    output: output ?? meaningful(emitted('design:returntype', prototype)),
  };
}

/** Validates the inputs and outputs of a node against the types given to its decorator. */
export function heldToTypes(node: Node, options: KindOptions, defaults: ValidationOptions = {}): Node {
  const { input, output } = options as { readonly input?: TypeToken; readonly output?: TypeToken };
  if (input === undefined && output === undefined) return node;
  const validate = options.validate ?? defaults.validate;
  // A step has its types in its own node; any other kind needs the check to have them at all.
  if (validate === 'none' && node.kind === 'step') return node;
  const unknownProperties = options.unknownProperties ?? defaults.unknownProperties;
  return new RunnableChecked(node, { input, output, validate, unknownProperties });
}

function emitted(key: string, prototype: object): unknown {
  return (Reflect as ReflectMetadata).getMetadata?.(key, prototype, 'run');
}

interface ReflectMetadata {
  getMetadata?(key: string, target: object, property: string): unknown;
}

/** TypeScript emits `Object` for interfaces and unions, and `Promise` for promises of anything. */
function meaningful(type: unknown): unknown {
  return type === Object || type === Promise || type === Function ? undefined : type;
}
