import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** One thing that is wrong with a value. */
export interface ValidationFault {
  /** Where in the value, such as `address.lines[0]`; empty for the value itself. */
  readonly path: string;
  /** The path, key by key. */
  readonly keys: readonly PropertyKey[];
  /** What does not hold, by the name that the validator has for it, such as `isString` or `minLength`. */
  readonly constraint: string;
  /** The type of what stands there, such as `number`, `null`, `array` or `Date`; never its value. */
  readonly received: string;
  /** What should stand there, in words. */
  readonly message: string;
}

/** Thrown where a value does not have the type that was declared for it; lists every fault. */
export class ValidationError extends RunwrightError {
  override readonly name = 'ValidationError';

  /** @param subject - What was checked, such as `The input of Retrieve`. */
  constructor(
    readonly subject: string,
    readonly faults: readonly ValidationFault[],
  ) {
    super(ErrorCode.Validation, `[R310] ${reportOf(subject, faults)}`);
  }

  /** The message without its code, to stand within another message. */
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
