import { LazyServiceIdentifier, type ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';

/** Something that a class wants injected. */
export interface Dependency {
  /** Says where, in words: `constructor argument 0 (model)`, or `property index`. */
  readonly place: () => string;
  /** The same, for whoever makes the instance: the number of the argument, or the name of the property. */
  readonly target: number | string | symbol;
  /** What; undefined where the compiler knew no class for the type. */
  readonly identifier: ServiceIdentifier | undefined;
  readonly optional: boolean;
  /** Whether all providers of the identifier are wanted. */
  readonly multiple: boolean;
  readonly name: string | number | symbol | undefined;
  /** The first tag, which is all that a binding can be asked for. */
  readonly tag: { readonly key: string | number | symbol; readonly value: unknown } | undefined;
}

// What Inversify 8 keeps about a class; its packages export no reader that every installed copy of it shares.
const INJECTABLE = '@inversifyjs/core/classIsInjectableFlagReflectKey';
const CLASS_METADATA = '@inversifyjs/core/classMetadataReflectKey';

interface ElementMetadata {
  /** 0 for all providers of an identifier, 1 for the one provider, 2 for what the caller passes by hand. */
  readonly kind: 0 | 1 | 2;
  readonly value: ServiceIdentifier | LazyServiceIdentifier;
  readonly optional?: boolean;
  readonly name?: string | number | symbol;
  readonly tags?: ReadonlyMap<string | number | symbol, unknown>;
}

interface ClassMetadata {
  readonly constructorArguments: readonly (ElementMetadata | undefined)[];
  readonly properties: ReadonlyMap<string | symbol, ElementMetadata>;
  readonly lifecycle?: {
    readonly postConstructMethodNames: ReadonlySet<string | symbol>;
    readonly preDestroyMethodNames: ReadonlySet<string | symbol>;
  };
}

const NOTHING: ClassMetadata = { constructorArguments: [], properties: new Map() };

/** Whether the compiler emitted the types of a constructor. */
export function hasTypes(type: Class): boolean {
  return Reflect.hasOwnMetadata('design:paramtypes', type);
}

/** What Inversify knows of the constructor of a class. */
export function constructorArgumentsOf(type: Class): readonly unknown[] {
  return (
    (Reflect.getOwnMetadata(CLASS_METADATA, type) as ClassMetadata | undefined)?.constructorArguments ?? []
  );
}

/** Whether Inversify knows how to make a class. */
export function isInjectable(type: Class): boolean {
  return Reflect.hasOwnMetadata(INJECTABLE, type);
}

/** Whether anything of a class runs when its instances are disposed of. */
export function hasPreDestroy(type: Class): boolean {
  return lifecycleOf(type).preDestroy.length > 0;
}

/** The methods of a class that run when an instance has been made, and when it is disposed of. */
export function lifecycleOf(
  type: Class,
): Readonly<Record<'postConstruct' | 'preDestroy', (string | symbol)[]>> {
  const { lifecycle } =
    (Reflect.getOwnMetadata(CLASS_METADATA, type) as ClassMetadata | undefined) ?? NOTHING;
  return {
    postConstruct: [...(lifecycle?.postConstructMethodNames ?? [])],
    preDestroy: [...(lifecycle?.preDestroyMethodNames ?? [])],
  };
}

/** Reads what Inversify will inject into a class. */
export function dependenciesOf(type: Class): Dependency[] {
  const metadata = (Reflect.getOwnMetadata(CLASS_METADATA, type) as ClassMetadata | undefined) ?? NOTHING;
  const count = Math.max(type.length, metadata.constructorArguments.length);
  const ofConstructor = Array.from({ length: count }, (_, index) => {
    const element = metadata.constructorArguments[index];
    const place = (): string => argumentOf(type, index);
    return element === undefined ? untyped(place, index) : dependency(element, place, index);
  });
  const ofProperties = [...metadata.properties].map(([key, element]) =>
    dependency(element, () => `property ${String(key)}`, key),
  );
  return [...ofConstructor, ...ofProperties].filter((found) => found !== undefined);
}

function untyped(place: Dependency['place'], target: Dependency['target']): Dependency {
  return {
    place,
    target,
    identifier: undefined,
    optional: false,
    multiple: false,
    name: undefined,
    tag: undefined,
  };
}

function dependency(
  element: ElementMetadata,
  place: Dependency['place'],
  target: Dependency['target'],
): Dependency | undefined {
  if (element.kind === 2) return undefined;
  const { value, optional = false, name, tags } = element;
  const identifier = LazyServiceIdentifier.is(value) ? (value.unwrap() as ServiceIdentifier) : value;
  const [tag] = [...(tags ?? [])].map(([key, tagged]) => ({ key, value: tagged }));
  return {
    place,
    target,
    identifier: isBuiltIn(identifier) ? undefined : identifier,
    optional,
    multiple: element.kind === 0,
    name,
    tag,
  };
}

/** For an interface, a union or an `import type` the compiler emits `Object`; for a primitive, its wrapper class. */
export function isBuiltIn(identifier: ServiceIdentifier): boolean {
  return BUILT_IN.has(identifier);
}

const BUILT_IN: ReadonlySet<unknown> = new Set([
  Object,
  String,
  Number,
  Boolean,
  Array,
  Function,
  Symbol,
  Promise,
]);

/** An argument of a constructor in words, with the name it has in the source if that is known. */
export function argumentOf(type: Class, index: number): string {
  const name = parameterNames(type)[index];
  return `constructor argument ${index}${name === undefined ? '' : ` (${name})`}`;
}

/** Names of constructor parameters as the compiled source has them, best effort: for messages only. */
function parameterNames(type: Class): (string | undefined)[] {
  const source = Function.prototype.toString.call(type);
  const parameters = /\bconstructor\s*\(([^)]*)\)/.exec(source)?.[1] ?? '';
  return parameters
    .split(',')
    .map((parameter) => /^\s*(?:\.\.\.)?([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(parameter)?.[1]);
}
