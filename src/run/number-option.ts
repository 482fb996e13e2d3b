import { InvalidOptionError } from '../errors/declaration-errors.js';

/** Which values an option that is a number may have. */
export interface NumberRule {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

/** A length of time, possibly infinite. */
export const DURATION: NumberRule = {
  expected: 'a number of milliseconds from 0',
  accepts: (value) => value >= 0,
};

/** A finite factor or amount. */
export const FACTOR: NumberRule = {
  expected: 'a number from 0',
  accepts: (value) => value >= 0 && value < Infinity,
};

/** A count, possibly infinite. */
export const COUNT: NumberRule = {
  expected: 'an integer from 0, or Infinity',
  accepts: (value) => value >= 0 && (Number.isInteger(value) || value === Infinity),
};

/**
 * Reads a number that may be given under one of several names; undefined if it is given under none.
 *
 * @param where - Names the owner of the option in errors.
 * @throws {@link InvalidOptionError} for a value that breaks the rule, and for a second name.
 */
export function numberOption(
  where: string,
  names: Readonly<Record<string, unknown>>,
  rule: NumberRule,
): number | undefined {
  const [first, second] = Object.entries(names).filter(([, value]) => value !== undefined);
  if (first === undefined) return undefined;
  const [option, value] = first;
  if (second !== undefined) {
    throw new InvalidOptionError(where, second[0], `left out where ${option} is given`, second[1]);
  }
  if (typeof value === 'number' && rule.accepts(value)) return value;
  throw new InvalidOptionError(where, option, rule.expected, value);
}
