import type { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** One thing that is wrong with an application, and how to fix it. */
export interface Fault {
  readonly code: ErrorCode;
  /** What is wrong, in one sentence with the names of the application's own code. */
  readonly message: string;
  /** What needs the missing thing, such as `Retriever, constructor argument 0 (model)`. */
  readonly neededBy?: string | undefined;
  /** The classes from the root to the fault, such as `AnswerChain -> Retriever -> Model`. */
  readonly path?: readonly string[] | undefined;
  /** Where the class was declared, such as `src/chains/retriever.ts:12`; left out where it is not known. */
  readonly declaredAt?: string | undefined;
  /** How to fix it. */
  readonly fix?: string | undefined;
  /** Something with a similar name that exists, in case of a typing error. */
  readonly near?: string | undefined;
  /** The error that is behind the fault, if there is one. */
  readonly cause?: unknown;
}

/** Thrown when an application cannot be assembled; lists every fault. */
export class AssemblyError extends RunwrightError {
  override readonly name = 'AssemblyError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly [Fault, ...Fault[]]) {
    const cause = faults.find((fault) => fault.cause !== undefined)?.cause;
    super(faults[0].code, messageOf(faults), cause === undefined ? undefined : { cause });
    this.faults = Object.freeze([...faults]);
  }
}

function messageOf(faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return [`Cannot assemble the application: ${count}.`, ...faults.map(faultText)].join('\n\n');
}

function faultText({ code, message, neededBy, path, declaredAt, fix, near }: Fault): string {
  const fields = {
    'needed by': neededBy,
    path: path?.join(' -> '),
    declared: declaredAt,
    fix: fix?.replaceAll('\n', `\n${' '.repeat(14)}`),
    near,
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `  ${label.padEnd(12)}${value ?? ''}`);
  return [`[${code}] ${message}`, ...lines].join('\n');
}
