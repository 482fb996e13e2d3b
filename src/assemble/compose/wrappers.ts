import type { ComposeWrapper } from './parts.js';

/** How each wrapping decorator is put around the node of a class. */
export const WRAPPERS: Readonly<Record<string, ComposeWrapper>> = {};
