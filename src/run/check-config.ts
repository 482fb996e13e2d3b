import { describe } from '../errors/describe.js';
import { InvalidConfigError } from '../errors/run-errors.js';
import type { CallbackManagerLike, Callbacks } from '../plan/callbacks.js';
import type { RunnableConfig } from '../plan/config.js';
import { isPromiseLike } from '../stream/guards.js';
import { LONGEST_TIMER_MS } from './clock.js';

/**
 * Checks a config before anything runs.
 *
 * @throws {@link InvalidConfigError} naming the key, what was expected and what was given.
 */
export function checkConfig(config: RunnableConfig): void {
  if (
    typeof config !== 'object' ||
    (config as unknown) === null ||
    Array.isArray(config) ||
    isPromiseLike(config)
  ) {
    fail('A config', 'an object', config);
  }
  const { maxConcurrency, recursionLimit, timeout, signal, tags, retryBudget, callbacks } = config;
  const { metadata, configurable } = config;
  if (maxConcurrency !== undefined && !isFrom(1, maxConcurrency))
    fail('maxConcurrency', 'a number from 1', maxConcurrency);
  if (recursionLimit !== undefined && !isFrom(0, recursionLimit))
    fail('recursionLimit', 'a number from 0', recursionLimit);
  if (retryBudget !== undefined && !isFrom(0, retryBudget))
    fail('retryBudget', 'a number from 0', retryBudget);
  if (timeout !== undefined && !(isFrom(0, timeout) && timeout <= LONGEST_TIMER_MS))
    fail('timeout', `a number of milliseconds from 0 to ${String(LONGEST_TIMER_MS)}`, timeout);
  if (
    signal !== undefined &&
    typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== 'function'
  ) {
    fail('signal', 'an AbortSignal', signal);
  }
  if (tags !== undefined && !Array.isArray(tags)) fail('tags', 'an array of strings', tags);
  if (metadata !== undefined && !isObject(metadata)) fail('metadata', 'an object', metadata);
  if (configurable !== undefined && !isObject(configurable)) fail('configurable', 'an object', configurable);
  if (callbacks !== undefined && !isCallbacks(callbacks))
    fail('callbacks', 'a list of handlers and observers, or a CallbackManager', callbacks);
}

/** A text would compare like a number, and null like zero. */
function isFrom(least: number, value: unknown): boolean {
  return typeof value === 'number' && value >= least;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isCallbacks(value: Callbacks | null): boolean {
  const handlers = Array.isArray(value) ? value : (value as Partial<CallbackManagerLike> | null)?.handlers;
  return (
    Array.isArray(handlers) && handlers.every((handler) => typeof handler === 'object' && handler !== null)
  );
}

function fail(key: string, expected: string, received: unknown): never {
  throw new InvalidConfigError(`${key} must be ${expected}, got ${describe(received)}.`);
}
