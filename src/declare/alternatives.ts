import { checkConfigurableId } from '../errors/configurable-id.js';
import type { AlternativesDeclaration } from '../plan/alternatives-options.js';
import type { ClassReplaceableBy } from '../plan/class-types.js';
import { keyedSlots } from './slots.js';
import { declareWrapper } from './wrapper.js';

/**
 * Lets a call choose another step in place of the class, by a key in `config.configurable`.
 *
 * Each alternative is a named binding of the class: `container.get(Model, { name: 'local' })`.
 *
 * @param options - The id under which a call gives the key, the key of the class itself, and the alternatives by key.
 * @throws {@link InvalidOptionError} for an id that is empty or a member of every object.
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Alternatives, Runnable, Step } from 'runwright';
 *
 * @Runnable()
 * class LocalModel extends Step<string, string> {
 *   run(prompt: string): string { return `local: ${prompt}`; }
 * }
 *
 * @Alternatives({ id: 'model', default: 'remote', alternatives: { local: LocalModel } })
 * @Runnable()
 * class RemoteModel extends Step<string, string> {
 *   run(prompt: string): string { return `remote: ${prompt}`; }
 * }
 * await new RemoteModel().invoke('hi', { configurable: { model: 'local' } }); // => 'local: hi'
 * ```
 */
export function Alternatives<const A extends object>(
  options: AlternativesDeclaration<A>,
): (target: ClassReplaceableBy<A[keyof A]>) => void {
  checkConfigurableId('@Alternatives', (options as Partial<AlternativesDeclaration<A>> | undefined)?.id);
  const slots = keyedSlots(options.alternatives).map((slot) => ({ ...slot, bindingName: slot.key }));
  return declareWrapper({ kind: 'alternatives', decorator: '@Alternatives', slots, options });
}
