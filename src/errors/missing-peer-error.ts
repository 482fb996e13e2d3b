import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when an optional peer dependency is needed and cannot be loaded. */
export class MissingPeerError extends RunwrightError {
  override readonly name = 'MissingPeerError';

  /**
   * @param purpose - What needs the packages, as the start of a sentence, such as `Drawing an SVG`.
   * @param packages - The packages that are needed together.
   */
  constructor(
    readonly purpose: string,
    readonly packages: readonly string[],
    cause?: unknown,
  ) {
    super(
      ErrorCode.MissingPeer,
      `[R312] ${purpose} needs ${packages.join(' and ')}, which could not be loaded. ` +
        `Install with: npm install ${packages.join(' ')}`,
      cause === undefined ? undefined : { cause },
    );
  }
}
