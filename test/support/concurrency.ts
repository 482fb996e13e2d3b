import { turns } from './turns.js';

/** Counts how many calls of a step run at once. */
export interface Concurrency {
  /** A step that takes as many turns of the event loop as its input says, and gives its input back. */
  readonly step: (input: number) => Promise<number>;
  /** The most calls that ever ran at once. */
  readonly most: number;
  /** The inputs in the order in which their calls began. */
  readonly begun: readonly number[];
}

export function concurrency(): Concurrency {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  return {
    step: async (input) => {
      begun.push(input);
      running += 1;
      most = Math.max(most, running);
      await turns(input);
      running -= 1;
      return input;
    },
    begun,
    get most() {
      return most;
    },
  };
}
