import type { ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';

const tokens = new WeakMap<Class, ServiceIdentifier<object>>();

/** An identifier for the instances of a class in a container where the class itself is bound to something in front of them. */
export function instanceToken(type: Class): ServiceIdentifier<object> {
  const known = tokens.get(type);
  if (known !== undefined) return known;
  const token: ServiceIdentifier<object> = Symbol(type.name);
  tokens.set(type, token);
  return token;
}
