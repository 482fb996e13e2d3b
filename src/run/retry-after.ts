/**
 * Tells how long a server asks clients to wait, by the error made of its response.
 *
 * It reads the error's `retryAfter`, in milliseconds, or the header `Retry-After` among its `headers` or those of its
 * `response`: a number of seconds or a date, in a `Headers` object, a map or a plain object.
 *
 * @returns milliseconds, never negative; undefined if the error says nothing, or nothing that can be parsed.
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterOf(error: unknown, now: number): number | undefined {
  if (!isObject(error)) return undefined;
  const { retryAfter, headers, response } = error;
  if (isDuration(retryAfter)) return retryAfter;
  return (
    parse(headerOf(headers), now) ?? (isObject(response) ? parse(headerOf(response.headers), now) : undefined)
  );
}

const NAME = 'retry-after';

function headerOf(headers: unknown): unknown {
  if (!isObject(headers)) return undefined;
  // A `Headers` object ignores the case of names; the keys of a map or a plain object are what a server sent.
  if (typeof headers.get === 'function' && !(headers instanceof Map)) {
    return (headers as unknown as Headers).get(NAME);
  }
  const entries: Iterable<[unknown, unknown]> = headers instanceof Map ? headers : Object.entries(headers);
  for (const [name, value] of entries) if (String(name).toLowerCase() === NAME) return value;
  return undefined;
}

function parse(value: unknown, now: number): number | undefined {
  if (Array.isArray(value)) return parse(value[0], now);
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // A bare number is no date, though `Date.parse` would take it for a year.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
