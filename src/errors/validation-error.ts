import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** One thing that is wrong with a value. */
export interface ValidationFault {
  /** The place in the value, such as `address.lines[0]`; empty for the value itself. */
  readonly path: string;
  /** The keys that make up the path. */
  readonly keys: readonly PropertyKey[];
  /** The constraint that is violated, by the name that the validator has for it, such as `isString` or `minLength`. */
  readonly constraint: string;
  /** The type of the value in that place, such as `number`, `null`, `array` or `Date`; never the value itself. */
  readonly received: string;
  /** What was expected, in words, such as `must be a string`. */
  readonly message: string;
}

/** Thrown when a value does not match its declared type; lists every fault. */
export class ValidationError extends RunwrightError {
  override readonly name = 'ValidationError';

  /** @param subject - What was checked, such as `The input of Retrieve`. */
  constructor(
    readonly subject: string,
    readonly faults: readonly ValidationFault[],
  ) {
    super(ErrorCode.Validation, `[R310] ${reportOf(subject, faults)}`);
  }

  /** The message without its code, for use within another message. */
  get report(): string {
    return reportOf(this.subject, this.faults);
  }
}

function reportOf(subject: string, faults: readonly ValidationFault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${String(faults.length)} faults`;
  return [`${subject} is not valid: ${count}.`, ...table(faults)].join('\n');
}

function table(faults: readonly ValidationFault[]): string[] {
  const rows = faults.map(({ path, constraint, received, message }) => ({
    place: path === '' ? '(the value)' : path,
    text: `${message} (${constraint}), got ${received}`,
  }));
  const width = Math.min(30, Math.max(0, ...rows.map(({ place }) => place.length)));
  return rows.map(({ place, text }) => `  ${place.padEnd(width)}  ${text}`);
}
