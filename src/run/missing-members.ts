/**
 * Makes members that instances of a class lack be looked up elsewhere.
 *
 * A proxy takes the place of the prototype's prototype, rather than wrapping the instances: existing members, such as
 * the verbs, are found before it is reached, at no extra cost. Inherited members are copied to the prototype for that
 * reason.
 *
 * @param prototype - The prototype of the class.
 * @param lookUp - Returns the member of an instance; undefined if there is none.
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
  const fallback = new Proxy(Object.create(base) as object, {
    get: (target, key, instance: T): unknown =>
      typeof key === 'symbol' || key in target ? Reflect.get(target, key, instance) : lookUp(instance, key),
    has: (target, key) => key in target || ASKED_FOR.has(key),
  });
  Object.setPrototypeOf(prototype, fallback);
}

/**
 * Members whose presence other libraries test before they read them: LangChain.js recognises tools by their schema. The
 * trap gets no instance, so it answers that the member may exist.
 */
const ASKED_FOR: ReadonlySet<string | symbol> = new Set(['schema']);
