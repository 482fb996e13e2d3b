/**
 * Gives the service identifier of a configurable field. What the application binds to it replaces the default in the
 * class; the value of a call takes precedence over both.
 *
 * @param id - The id of the field, as in `config.configurable`.
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
