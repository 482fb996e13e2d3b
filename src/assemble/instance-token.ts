import type { ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';

const tokens = new WeakMap<Class, ServiceIdentifier<object>>();

/** The identifier under which instances of a class are bound if the class itself is bound to something in front of them. */
export function instanceToken(type: Class): ServiceIdentifier<object> {
  const known = tokens.get(type);
  if (known !== undefined) return known;
  const token: ServiceIdentifier<object> = Symbol(type.name);
  tokens.set(type, token);
  return token;
}
