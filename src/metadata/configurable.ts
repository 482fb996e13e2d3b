/**
 * The service identifier of a configurable field: bound by the application, it gives the field's value in place of the
 * class's default; a call's value stands over both.
 *
 * @param id - The field's id, as in `config.configurable`.
 * @example
 * ```ts
 * import { ContainerModule } from 'inversify';
 * import { configurable } from 'runwright';
 *
 * const settings = new ContainerModule(({ bind }) => {
 *   bind(configurable('temperature')).toConstantValue(0.7);
 * });
 * ```
 */
export function configurable(id: string): symbol {
  return Symbol.for(`runwright.configurable.${id}`);
}
