/** Marks runnables of this library in every installed copy of it. */
export const runnableBrand: unique symbol = Symbol.for('runwright.runnable') as never;
