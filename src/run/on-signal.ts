type Listener = () => void;

/** Whom a signal's one listener tells. */
interface Audience {
  readonly listeners: Set<Listener>;
  readonly tell: () => void;
}

const audiences = new WeakMap<AbortSignal, Audience>();

/**
 * Calls back when a signal is aborted. However many wait for it, the signal has one listener, and none when nobody
 * waits: Node takes more than ten for a leak, as many as runs that one request starts at once.
 *
 * @returns a function that takes the callback away.
 */
export function onSignal(signal: AbortSignal, listener: Listener): () => void {
  let audience = audiences.get(signal);
  if (audience === undefined) audiences.set(signal, (audience = listenTo(signal)));
  const { listeners, tell } = audience;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || audiences.get(signal)?.listeners !== listeners) return;
    audiences.delete(signal);
    signal.removeEventListener('abort', tell);
  };
}

function listenTo(signal: AbortSignal): Audience {
  const listeners = new Set<Listener>();
  const tell = (): void => {
    audiences.delete(signal);
    for (const listener of listeners) listener();
  };
  signal.addEventListener('abort', tell, { once: true });
  return { listeners, tell };
}
