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

/** Loads what class-transformer's decorators have written, for which it has no function of its own. */
export const loadTransformerStorage = lazily<{
  readonly defaultMetadataStorage: typeof defaultMetadataStorage;
}>('class-transformer/cjs/storage.js', PURPOSE);

type Metadata = ReturnType<ClassValidator.MetadataStorage['getTargetValidationMetadatas']>[number];

/** Tells whether there are validators on the properties of a class, or of one that it extends. */
export function hasValidators(type: Class): boolean {
  // What has not been loaded has decorated nothing, and need not be loaded to find that out.
  return 'classValidatorMetadataStorage' in globalThis && validatorsOf(type).length > 0;
}

/** Tells whether any validator of a class, or of the classes of its properties, has to be waited for. */
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

/** The classes of which a property of a class can hold instances, by `@Type` or by the type that TypeScript emits. */
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

/** What of class-transformer's record of `@Type` is read. */
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
