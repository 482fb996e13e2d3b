/**
 * Key that marks a runnable of this library, the same in every installed copy. Its value is the node: the runnable
 * itself, or the one assembled for an instance of a decorated class.
 */
export const runnableBrand: unique symbol = Symbol.for('runwright.runnable') as never;
