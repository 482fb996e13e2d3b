type Listener = () => void;

/** The callbacks that the single listener on a signal calls. */
interface Subscription {
  readonly listeners: Set<Listener>;
  readonly notify: () => void;
}

const subscriptions = new WeakMap<AbortSignal, Subscription>();

/**
 * Calls back when a signal is aborted. The signal has one listener, however many callbacks there are, and none without
 * any: Node warns of a leak for more than ten, which a request with as many concurrent runs would reach.
 *
 * @returns a function that removes the callback.
 */
export function onSignal(signal: AbortSignal, listener: Listener): () => void {
  let subscription = subscriptions.get(signal);
  if (subscription === undefined) subscriptions.set(signal, (subscription = listenTo(signal)));
  const { listeners, notify } = subscription;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || subscriptions.get(signal)?.listeners !== listeners) return;
    subscriptions.delete(signal);
    signal.removeEventListener('abort', notify);
  };
}

function listenTo(signal: AbortSignal): Subscription {
  const listeners = new Set<Listener>();
  const notify = (): void => {
    subscriptions.delete(signal);
    for (const listener of listeners) listener();
  };
  signal.addEventListener('abort', notify, { once: true });
  return { listeners, notify };
}
