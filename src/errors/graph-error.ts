import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when a graph is given an invalid node or edge, or cannot be drawn. */
export class GraphError extends RunwrightError {
  override readonly name = 'GraphError';

  constructor(fact: string) {
    super(ErrorCode.Graph, `[R311] ${fact}`);
  }
}
