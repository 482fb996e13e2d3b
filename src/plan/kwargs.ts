/** Arguments bound to a runnable by `bind`, or given as the last argument of a call. */
export type Kwargs = Readonly<Record<string, unknown>>;
