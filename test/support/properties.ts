import fc from 'fast-check';

const { LAW_SEED, LAW_RUNS } = process.env;

// The same examples each time, so that a failure is never chance; another seed looks for new ones. A failure tells its
// seed, and the path to the example.
fc.configureGlobal({ seed: Number(LAW_SEED ?? 1) });

/** Generates examples for properties; imported from here, always from the same seed unless `LAW_SEED` gives another. */
export { fc };

/** How many examples a property is tried with; `LAW_RUNS` multiplies them. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: count * Number(LAW_RUNS ?? 1) };
}

/** Has a function told by its name where a property fails for it, rather than by its source. */
export function named<F extends object>(name: string, fn: F): F {
  return Object.assign(fn, { [fc.toStringMethod]: () => name });
}
