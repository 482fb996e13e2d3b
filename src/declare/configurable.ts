import { inject, optional } from 'inversify';
import { checkConfigurableId } from '../errors/configurable-id.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { keepSecret } from '../errors/secret-ids.js';
import type { Class } from '../metadata/class.js';
import { configurable } from '../metadata/configurable.js';
import { declare } from '../metadata/declaration.js';
import type { FieldRecord } from '../metadata/records.js';
import type { AnyConfigurableField, FieldType } from '../plan/field.js';

/** A decorator of properties and of constructor parameters. */
export type FieldDecorator = (target: object, key: string | symbol | undefined, index?: number) => void;

/**
 * Declares a property or a constructor parameter as configurable: its value comes from the call
 * (`config.configurable`), or else from the application (`createApp({ configurable })`, or a binding of
 * {@link configurable}), or else it is the default in the class.
 *
 * It works in injected services, too: for the value of a call, the service and the step that uses it are instantiated anew.
 *
 * @param field - The id of the field, and a name and a description for users; with `options`, a call chooses one by its key.
 * @throws {@link InvalidOptionError} when the class is declared, for an id that is empty or a member of every object, for a
 * static property, and if `experimentalDecorators` is off in tsconfig.json.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Configurable, Runnable, Step } from 'runwright';
 *
 * @Runnable()
 * class Model extends Step<string, string> {
 *   @Configurable({ id: 'temperature', description: 'Sampling temperature, 0 to 2' }) temperature = 0.2;
 *   run(prompt: string): string { return `${prompt} at ${this.temperature}`; }
 * }
 * await new Model().invoke('hot', { configurable: { temperature: 2 } }); // => 'hot at 2'
 * ```
 */
export function Configurable(field: AnyConfigurableField): FieldDecorator {
  checkConfigurableId('@Configurable', (field as Partial<AnyConfigurableField> | undefined)?.id);
  return (target, key, index) => {
    refuseStandard(key);
    if (index === undefined) refuseStatic(target, key);
    const token = configurable(field.id);
    if (field.secret === true) keepSecret(field.id);
    inject(token)(target, key, index as never);
    optional()(target, key, index as never);
    const type = (index === undefined ? target.constructor : target) as unknown as Class;
    const record: FieldRecord = {
      place: index ?? (key as string | symbol),
      id: field.id,
      field: withEmittedType(field, target, key, index),
    };
    declare(type, (own) => ({ ...own, fields: [...own.fields, Object.freeze(record)] }));
  };
}

/** Standard decorators get a context object instead of a key, and give access neither to the class nor to parameters. */
function refuseStandard(key: unknown): void {
  if (typeof key !== 'object' || key === null) return;
  const option = 'the compiler option experimentalDecorators';
  throw new InvalidOptionError('@Configurable', option, 'true, and emitDecoratorMetadata too', false);
}

/** The target of a static property is its class, whose constructor is `Function`: the field would be declared there. */
function refuseStatic(target: object, key: string | symbol | undefined): void {
  if (typeof target !== 'function') return;
  const expected = 'an instance, since a static property has one value for all calls';
  throw new InvalidOptionError('@Configurable', `the owner of ${String(key)}`, expected, target);
}

/** Adds the type that the compiler emitted, if values can be checked against it. */
function withEmittedType(
  field: AnyConfigurableField,
  target: object,
  key: string | symbol | undefined,
  index: number | undefined,
): AnyConfigurableField {
  if ('options' in field || field.type !== undefined || typeof Reflect.getMetadata !== 'function')
    return field;
  // The types of parameters are emitted only after their decorators have run; those of properties before.
  const emitted: unknown =
    index === undefined ? Reflect.getMetadata('design:type', target, key as string) : undefined;
  const known = [String, Number, Boolean, Array].includes(emitted as never);
  return known ? { ...field, type: emitted as FieldType } : field;
}
