/**
 * What schemas are derived from: anything with a name, a structure and declared types, such as the nodes of a plan.
 */
export interface Described {
  readonly kind: string;
  getName(suffix?: string): string;
  structure(config?: Config): DescribedStructure;
}

/** The structure of a node, as far as schemas need it. */
export interface DescribedStructure {
  readonly shape: 'leaf' | 'chain' | 'fork' | 'choice' | 'cascade' | 'wrap';
  readonly parts: readonly DescribedPart[];
  readonly types?: { readonly input?: unknown; readonly output?: unknown } | undefined;
  readonly recipe?: { readonly fields: Readonly<Record<string, unknown>> } | undefined;
}

/** A part of a structure. */
export interface DescribedPart {
  readonly node: Described;
  readonly label?: string | undefined;
  readonly role?: 'condition' | 'beside' | undefined;
  readonly config?: Config | undefined;
}

/** The keys of a config that decide what a node is made of, or are shown with it. */
export interface Config {
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
}

/** The config with which a part is described: what is bound to the part, overridden by the config of the whole. */
export function configOf(part: DescribedPart, config: Config | undefined): Config | undefined {
  const { config: bound } = part;
  if (bound === undefined || config === undefined) return bound ?? config;
  return {
    ...bound,
    ...config,
    metadata: { ...bound.metadata, ...config.metadata },
    configurable: { ...bound.configurable, ...config.configurable },
  };
}

/** A configurable field, as far as its schema needs it. */
export interface FieldSpec {
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  /** A class of the language, such as String. */
  readonly type?: unknown;
  readonly options?: readonly string[] | undefined;
  readonly multiple?: boolean | undefined;
}

/** Looks through observers and bindings that declare no types, to the part within. */
export function unwrapped(
  part: DescribedPart,
  structureOf: (part: DescribedPart) => DescribedStructure,
): DescribedPart {
  if (part.node.kind !== 'binding' && part.node.kind !== 'observed') return part;
  const { parts, types } = structureOf(part);
  const [inner] = parts;
  const isTyped = types?.input !== undefined || types?.output !== undefined;
  return inner === undefined || isTyped ? part : unwrapped(inner, structureOf);
}
