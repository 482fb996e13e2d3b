/**
 * Has members that instances of a class do not have looked up elsewhere.
 *
 * A proxy stands behind the prototype, not around the instances: what they do have, the verbs among it, is found
 * before, and costs what it did. What the class inherits is made its own, for else it would be behind the proxy, too.
 *
 * @param prototype - The prototype of the class.
 * @param lookUp - Gives the member of an instance; undefined if there is none.
 */
export function lookUpMissing<T extends object>(
  prototype: T,
  lookUp: (instance: T, name: string) => unknown,
): void {
  const base = Object.getPrototypeOf(prototype) as object;
  for (const key of Reflect.ownKeys(base)) {
    const inherited = Object.getOwnPropertyDescriptor(base, key) as PropertyDescriptor;
    if (!Object.hasOwn(prototype, key)) Object.defineProperty(prototype, key, inherited);
  }
  const behind = new Proxy(Object.create(base) as object, {
    get: (target, key, instance: T): unknown =>
      typeof key === 'symbol' || key in target ? Reflect.get(target, key, instance) : lookUp(instance, key),
    has: (target, key) => key in target || ASKED_FOR.has(key),
  });
  Object.setPrototypeOf(prototype, behind);
}

/**
 * Members by whose presence other libraries tell what something is, before they read it: LangChain.js knows tools by
 * their schema. Whether an instance has one cannot be told here, where there is no instance: it may.
 */
const ASKED_FOR: ReadonlySet<string | symbol> = new Set(['schema']);
