type Convert = (value: unknown) => unknown;

let convert: Convert | undefined;

/** Sets how inputs, outputs and chunks are converted for LangChain.js handlers; called by what knows that library. */
export function presentBy(made: Convert): void {
  convert = made;
}

/** A value as LangChain.js handlers get it: with messages of that library once it is loaded. */
export function presented(value: unknown): unknown {
  return convert === undefined ? value : convert(value);
}
