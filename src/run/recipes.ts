import { isDeepStrictEqual } from 'node:util';
import { runnableBrand } from '../plan/brand.js';
import type { Recipe } from '../plan/structure.js';

/** How instances of a class are serialised, and recreated from the serialised form. */
export interface RecipeRule<T extends object> {
  /** The data and runnables that recreate an instance, by name; undefined for one that contains code. */
  fields(instance: T): Fields | undefined;
  /** Makes an instance; throws if the fields are wrong. */
  make(fields: Fields): T;
  /** Default values, which are omitted from the serialised form. */
  readonly defaults?: Fields | undefined;
}

/** The namespace of the classes beside the core. */
export const COMPONENTS: readonly string[] = ['runwright', 'components'];

type Fields = Readonly<Record<string, unknown>>;

type Maker = (fields: Fields) => object;

const rules = new WeakMap<object, { readonly type: string; readonly rule: RecipeRule<object> }>();
const makers = new Map<string, Maker>();

/** Registers how the instances of a class are serialised; subclasses are not included. */
export function writeDown<T extends object>(
  type: string,
  constructor: abstract new (...args: never) => T,
  rule: RecipeRule<T>,
): void {
  const general = rule as object as RecipeRule<object>;
  rules.set(constructor, { type, rule: general });
  makers.set(type, (fields) => makeExactly(type, general, fields));
}

/** What recreates an instance; undefined if its class is not registered, or it contains code. */
export function recipeOf(instance: object): Recipe | undefined {
  const known = rules.get(instance.constructor);
  const fields = known?.rule.fields(instance);
  if (known === undefined || fields === undefined) return undefined;
  const { type, rule } = known;
  const said = Object.entries(fields).filter(
    ([key, value]) => !isDeepStrictEqual(value, rule.defaults?.[key]),
  );
  return { type, fields: Object.fromEntries(said), namespace: COMPONENTS };
}

/** Returns the function that recreates instances of a class by its name; undefined if the name is not registered. */
export function makerOf(type: string): Maker | undefined {
  return makers.get(type);
}

/** Recreates an instance, and throws if a field was ignored: its own serialised form must have all of them. */
function makeExactly(type: string, rule: RecipeRule<object>, given: Fields): object {
  const made = rule.make(given);
  const written: Fields = { ...rule.defaults, ...rule.fields(made) };
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(written, key) || !isSame(value, written[key]))
      throw new TypeError(`${key} of ${type} is not what one can be made of`);
  }
  return made;
}

/** An instance of a decorated class equals the node that it stands for. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(nodeOr(one), nodeOr(other));
}

function nodeOr(value: unknown): unknown {
  return typeof value === 'object' && value !== null && runnableBrand in value ? value[runnableBrand] : value;
}
