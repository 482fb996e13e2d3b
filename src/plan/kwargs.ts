/** Named arguments, bound to a runnable by `bind` or passed as the last argument of a call. */
export type Kwargs = Readonly<Record<string, unknown>>;
