/** How a call chooses among alternatives, as a decorator says it. */
export interface AlternativesDeclaration<A = unknown> {
  /** The key in `config.configurable` under which a call chooses. */
  readonly id: string;
  /** Key of the class itself. */
  readonly default: string;
  /** Steps that may run in the class's place, by key. */
  readonly alternatives: A;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Prefixes the ids of fields inside the alternatives by `id==key/`, so that the same id may mean several fields. */
  readonly prefixKeys?: boolean | undefined;
}
