/**
 * What schemas are read from: anything that tells its name, what it is made of and which types it declares, as the
 * nodes of a plan do.
 */
export interface Described {
  readonly kind: string;
  getName(suffix?: string): string;
  structure(config?: Config): DescribedStructure;
}

/** How something is made of parts; a node's structure, as far as schemas need it. */
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

/** What of a config matters to a description. */
export interface Config {
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
}

/** The config with which a part is described: the one of the whole, over what is bound to the part. */
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

/** The part itself, below what only observes it or is bound to it without saying anything of its types. */
export function bare(
  part: DescribedPart,
  structureOf: (part: DescribedPart) => DescribedStructure,
): DescribedPart {
  if (part.node.kind !== 'binding' && part.node.kind !== 'observed') return part;
  const { parts, types } = structureOf(part);
  const [inner] = parts;
  const isTyped = types?.input !== undefined || types?.output !== undefined;
  return inner === undefined || isTyped ? part : bare(inner, structureOf);
}
