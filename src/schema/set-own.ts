/** Sets a key of the object itself, whatever its name: `__proto__` becomes a plain key and reaches no prototype. */
export function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}
