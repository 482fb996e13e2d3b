import { ErrorCode } from './codes.js';
import { RunwrightError } from './runwright-error.js';

/** Thrown when a graph is given a node or an edge that it cannot hold, or cannot be drawn as it is. */
export class GraphError extends RunwrightError {
  override readonly name = 'GraphError';

  constructor(fact: string) {
    super(ErrorCode.Graph, `[R311] ${fact}`);
  }
}
