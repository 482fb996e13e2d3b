import { setAside } from '../errors/path.js';

/** The errors that the candidates of a run have thrown so far. */
export class CandidateFailures {
  readonly #first: unknown;
  readonly #takeBack: () => void;
  #latest: unknown;

  constructor(first: unknown) {
    this.#first = this.#latest = first;
    this.#takeBack = setAside(first);
  }

  get latest(): unknown {
    return this.#latest;
  }

  and(error: unknown): this {
    this.#latest = error;
    setAside(error);
    return this;
  }

  /** Returns the first error, to be rethrown. */
  first(): unknown {
    this.#takeBack();
    return this.#first;
  }
}
