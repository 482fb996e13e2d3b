/**
 * Marks runnables of this library in every installed copy of it; its value is the node: the runnable itself, or what
 * was assembled for the instance of a decorated class.
 */
export const runnableBrand: unique symbol = Symbol.for('runwright.runnable') as never;
