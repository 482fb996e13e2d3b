import { Sum } from '../stream/sum.js';

/** The value recorded for the chunks of a run: their sum, or the last of them once two could not be added. */
export class Aggregate {
  readonly #sum = new Sum();
  #last: { chunk: unknown } | undefined;

  /** Whether all chunks so far could be added. */
  get addable(): boolean {
    return this.#last === undefined;
  }

  get value(): unknown {
    return this.#last === undefined ? this.#sum.value : this.#last.chunk;
  }

  add(chunk: unknown): void {
    if (this.#last !== undefined) this.#last.chunk = chunk;
    else if (!this.#sum.add(chunk)) this.#last = { chunk };
  }
}
