import type { ConfigurableFieldSpec } from 'runwright';
import { UserError } from '../user-error.js';

/**
 * Checks that each id names a configurable field: a call passes over those of others, a user has mistyped.
 *
 * @throws {@link UserError} if one does not; it tells those that there are.
 */
export function checkIds(
  values: Readonly<Record<string, unknown>>,
  fields: readonly ConfigurableFieldSpec[],
): void {
  const known = fields.map(({ id }) => id);
  const unknown = Object.keys(values).find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const choice = known.map((id) => `"${id}"`).join(', ');
  throw new UserError(`No configurable field has the id "${unknown}"; there are ${choice}.`);
}
