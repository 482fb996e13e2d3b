import { fc, named } from '../support/properties.js';
import { constructed, fluent, type Text } from './build.js';
import { decorated } from './decorated.js';
import type { Plan } from './plan.js';
import type { Probe } from './probe.js';

/** Builds a composition from its plan. */
export type Form = (plan: Plan, probe: Probe) => Text;

/** The ways in which a composition can be written; each tells its name where a property fails. */
export const FORMS: readonly Form[] = [
  named('fluent', fluent),
  named('constructed', constructed),
  named('decorated', decorated),
];

export const anyForm: fc.Arbitrary<Form> = fc.constantFrom(...FORMS);
