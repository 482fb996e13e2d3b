import { isDeepStrictEqual } from 'node:util';
import { runnableBrand } from '../plan/brand.js';
import type { Recipe } from '../plan/structure.js';

/** How instances of a class are written down, and made anew of what was written. */
export interface RecipeRule<T extends object> {
  /** What makes an instance, as named data and runnables; undefined for one of which code is a part. */
  fields(instance: T): Fields | undefined;
  /** Makes an instance; throws if the fields are wrong. */
  make(fields: Fields): T;
  /** The values of fields that are not written down. */
  readonly defaults?: Fields | undefined;
}

/** Where the classes that stand beside the core are found. */
export const COMPONENTS: readonly string[] = ['runwright', 'components'];

type Fields = Readonly<Record<string, unknown>>;

type Maker = (fields: Fields) => object;

const rules = new WeakMap<object, { readonly type: string; readonly rule: RecipeRule<object> }>();
const makers = new Map<string, Maker>();

/** Says how the instances of a class are written down. What extends the class is another, and may say so itself. */
export function writeDown<T extends object>(
  type: string,
  constructor: abstract new (...args: never) => T,
  rule: RecipeRule<T>,
): void {
  const general = rule as object as RecipeRule<object>;
  rules.set(constructor, { type, rule: general });
  makers.set(type, (fields) => makeExactly(type, general, fields));
}

/** What makes an instance anew; undefined where nothing was said of its class, or code is a part of it. */
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

/** Makes an instance of a class by its name; undefined for a name of which nothing was said. */
export function makerOf(type: string): Maker | undefined {
  return makers.get(type);
}

/** Makes an instance that is all that the fields say: nothing in them may go unnoticed. */
function makeExactly(type: string, rule: RecipeRule<object>, given: Fields): object {
  const made = rule.make(given);
  const written: Fields = { ...rule.defaults, ...rule.fields(made) };
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(written, key) || !isSame(value, written[key]))
      throw new TypeError(`${key} of ${type} is not what one can be made of`);
  }
  return made;
}

/** The instance of a decorated class is the same as the node it stands for. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(nodeOr(one), nodeOr(other));
}

function nodeOr(value: unknown): unknown {
  return typeof value === 'object' && value !== null && runnableBrand in value ? value[runnableBrand] : value;
}
