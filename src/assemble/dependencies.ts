import { LazyServiceIdentifier, type ServiceIdentifier } from 'inversify';
import type { Class } from '../metadata/class.js';

/** A dependency of a class: something to be injected into it. */
export interface Dependency {
  /** Describes where, for messages: `constructor argument 0 (model)`, or `property index`. */
  readonly place: () => string;
  /** The same for the injector: the index of the argument, or the name of the property. */
  readonly target: number | string | symbol;
  /** What to inject; undefined if the compiler emitted no class for the type. */
  readonly identifier: ServiceIdentifier | undefined;
  readonly optional: boolean;
  /** Whether all bindings of the identifier are injected, as a list. */
  readonly multiple: boolean;
  readonly name: string | number | symbol | undefined;
  /** The first tag; a binding cannot be selected by more than one. */
  readonly tag: { readonly key: string | number | symbol; readonly value: unknown } | undefined;
}

// The metadata keys of Inversify 8; its packages export no reader that works across several installed copies.
const INJECTABLE = '@inversifyjs/core/classIsInjectableFlagReflectKey';
const CLASS_METADATA = '@inversifyjs/core/classMetadataReflectKey';

interface ElementMetadata {
  /** 0 if all bindings of the identifier are injected, 1 for a single one, 2 for an argument that is not injected. */
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

function metadataOf(type: Class): ClassMetadata {
  return (Reflect.getOwnMetadata(CLASS_METADATA, type) as ClassMetadata | undefined) ?? NOTHING;
}

/** Whether the compiler emitted the types of a constructor. */
export function hasTypes(type: Class): boolean {
  return Reflect.hasOwnMetadata('design:paramtypes', type);
}

/** What Inversify knows of the constructor arguments of a class. */
export function constructorArgumentsOf(type: Class): readonly unknown[] {
  return metadataOf(type).constructorArguments;
}

/** Whether a class is marked as injectable. */
export function isInjectable(type: Class): boolean {
  return Reflect.hasOwnMetadata(INJECTABLE, type);
}

/** Whether a class has a `@preDestroy` method. */
export function hasPreDestroy(type: Class): boolean {
  return lifecycleOf(type).preDestroy.length > 0;
}

/** The methods of a class that run after an instance has been created, and when it is disposed of. */
export function lifecycleOf(
  type: Class,
): Readonly<Record<'postConstruct' | 'preDestroy', (string | symbol)[]>> {
  const { lifecycle } = metadataOf(type);
  return {
    postConstruct: [...(lifecycle?.postConstructMethodNames ?? [])],
    preDestroy: [...(lifecycle?.preDestroyMethodNames ?? [])],
  };
}

/** Reads the dependencies that Inversify will inject into a class. */
export function dependenciesOf(type: Class): Dependency[] {
  const metadata = metadataOf(type);
  const found: Dependency[] = [];
  const add = (one: Dependency | undefined): void => {
    if (one !== undefined) found.push(one);
  };
  const count = Math.max(type.length, metadata.constructorArguments.length);
  for (let index = 0; index < count; index += 1) {
    const element = metadata.constructorArguments[index];
    const place = (): string => argumentOf(type, index);
    add(element === undefined ? untyped(place, index) : dependency(element, place, index));
  }
  for (const [key, element] of metadata.properties) {
    add(dependency(element, () => `property ${String(key)}`, key));
  }
  return found;
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
  const [tag] = tags ?? [];
  return {
    place,
    target,
    identifier: isBuiltIn(identifier) ? undefined : identifier,
    optional,
    multiple: element.kind === 0,
    name,
    tag: tag && { key: tag[0], value: tag[1] },
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

/** Describes an argument of a constructor, with its name in the source if that is known. */
export function argumentOf(type: Class, index: number): string {
  const name = parameterNames(type)[index];
  return `constructor argument ${index}${name === undefined ? '' : ` (${name})`}`;
}

/** The names of constructor parameters in the compiled source; a best effort, for messages only. */
function parameterNames(type: Class): (string | undefined)[] {
  const source = Function.prototype.toString.call(type);
  const parameters = /\bconstructor\s*\(([^)]*)\)/.exec(source)?.[1] ?? '';
  return parameters
    .split(',')
    .map((parameter) => /^\s*(?:\.\.\.)?([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(parameter)?.[1]);
}
