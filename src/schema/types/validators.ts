import type * as ClassTransformer from 'class-transformer';
import type { defaultMetadataStorage } from 'class-transformer/types/storage.js';
import type * as ClassValidator from 'class-validator';
import type { Class } from '../../metadata/class.js';
import { lazily } from '../../errors/lazily.js';

const PURPOSE = 'A class as a type';

/** Loads class-validator. */
export const loadValidator = lazily<typeof ClassValidator>('class-validator', PURPOSE);

/** Loads class-transformer. */
export const loadTransformer = lazily<typeof ClassTransformer>('class-transformer', PURPOSE);

/** Loads the metadata of class-transformer's decorators, for which the package exports no function. */
export const loadTransformerStorage = lazily<{
  readonly defaultMetadataStorage: typeof defaultMetadataStorage;
}>('class-transformer/cjs/storage.js', PURPOSE);

type Metadata = ReturnType<ClassValidator.MetadataStorage['getTargetValidationMetadatas']>[number];

/** Tells whether a class, or a class that it extends, has validators on its properties. */
export function hasValidators(type: Class): boolean {
  // If class-validator was not loaded, nothing is decorated, and it need not be loaded to find out.
  return 'classValidatorMetadataStorage' in globalThis && validatorsOf(type).length > 0;
}

/** Tells whether any validator of a class, or of the classes of its properties, is asynchronous. */
export function hasAsyncValidators(type: Class, seen = new Set<Class>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  const storage = loadValidator().getMetadataStorage();
  return validatorsOf(type).some(
    ({ constraintCls, propertyName }) =>
      (typeof constraintCls === 'function' &&
        storage.getTargetValidatorConstraints(constraintCls).some(({ async }) => async)) ||
      classesAt(type, propertyName).some((inner) => hasAsyncValidators(inner, seen)),
  );
}

function validatorsOf(type: Class): Metadata[] {
  return loadValidator().getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
}

/** The classes of the objects in a property, by `@Type` or by the type that TypeScript emits. */
export function classesAt(type: Class, property: string): Class[] {
  const metadata = loadTransformerStorage().defaultMetadataStorage.findTypeMetadata(type, property) as
    TypeMetadata | undefined;
  const subTypes = metadata?.options?.discriminator?.subTypes?.map(({ value }) => value) ?? [];
  const named = metadata?.typeFunction?.({ object: {}, property, newObject: {} });
  const emitted = (Reflect as ReflectMetadata).getMetadata?.(
    'design:type',
    type.prototype as object,
    property,
  );
  return [...subTypes, named ?? emitted].filter(
    (value): value is Class => typeof value === 'function' && !LANGUAGE.has(value),
  );
}

/** The part of the metadata of `@Type` that is used. */
interface TypeMetadata {
  readonly typeFunction?: ((options: object) => unknown) | undefined;
  readonly options?:
    { readonly discriminator?: { readonly subTypes?: readonly { readonly value: Class }[] } } | undefined;
}

interface ReflectMetadata {
  getMetadata?(key: string, target: object, property: string): unknown;
}

const LANGUAGE: ReadonlySet<unknown> = new Set([
  String,
  Number,
  Boolean,
  Array,
  Object,
  Date,
  Map,
  Set,
  Promise,
]);
