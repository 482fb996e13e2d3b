const ids = new Set<string>();

/**
 * Notes that the values of a field are to be shown to nobody.
 *
 * Kept for the process, not for a runnable: a function may call what has the field, and the chain around it, to whose
 * runs the values are given, cannot look into the function.
 */
export function keepSecret(id: string): void {
  ids.add(id);
}

/** Tells whether an id is that of a secret field of any runnable, behind the prefix of an alternative, too. */
export function isKeptSecret(id: string): boolean {
  return ids.has(id) || ids.has(id.slice(id.lastIndexOf('/') + 1));
}
