type Convert = (value: unknown) => unknown;

let convert: Convert | undefined;

/** Says how inputs, outputs and chunks are shown to LangChain.js handlers; told by whoever knows that library. */
export function presentBy(made: Convert): void {
  convert = made;
}

/** A value as LangChain.js handlers are shown it: with messages of their own, where the library is known. */
export function presented(value: unknown): unknown {
  return convert === undefined ? value : convert(value);
}
