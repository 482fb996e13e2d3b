const ids = new Set<string>();

/**
 * Notes that the values of a field are secret, and must not appear in metadata, events or serialised forms.
 *
 * Noted for the whole process rather than for a runnable: a function may call the runnable that has the field, and the
 * chain around the function, whose runs get the values too, cannot know.
 */
export function keepSecret(id: string): void {
  ids.add(id);
}

/** Whether an id is that of a secret field of any runnable, with or without the prefix of an alternative. */
export function isKeptSecret(id: string): boolean {
  return ids.has(id) || ids.has(id.slice(id.lastIndexOf('/') + 1));
}
