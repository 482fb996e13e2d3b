/** The alternatives that a class declares, and the id under which a call chooses one. */
export interface AlternativesDeclaration<A = unknown> {
  /** The key in `config.configurable` under which a call chooses. */
  readonly id: string;
  /** Key under which the class itself is chosen. */
  readonly default: string;
  /** Steps that may run in place of the class, by key. */
  readonly alternatives: A;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Prefixes the ids of fields inside the alternatives with `id==key/`, so that they may share an id. */
  readonly prefixKeys?: boolean | undefined;
}
