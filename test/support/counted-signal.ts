/** An abort signal that tells how many listeners stand on it. */
export interface CountedSignal {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
  /** Listeners that were added and not yet taken away, nor called. */
  readonly listeners: number;
  /** The most that ever stood on it at once. */
  readonly most: number;
}

/** Makes an abort signal that counts its listeners. */
export function countedSignal(): CountedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const standing = new Set<unknown>();
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never, options?: never): void => {
    add(type, listener, options);
    if (!signal.aborted) standing.add(listener);
    most = Math.max(most, standing.size);
  };
  signal.removeEventListener = (type: string, listener: never, options?: never): void => {
    remove(type, listener, options);
    standing.delete(listener);
  };
  add('abort', () => standing.clear());
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    get listeners() {
      return standing.size;
    },
    get most() {
      return most;
    },
  };
}
