import { InvalidStepError } from '../errors/declaration-errors.js';
import { runnableBrand } from '../plan/brand.js';
import { ForeignNode, isForeign } from './foreign.js';
import { RunnableGenerator, type TransformFunction } from './generator.js';
import { RunnableLambda } from './lambda.js';
import type { Node } from '../plan/node.js';

type MakeParallel = (steps: Readonly<Record<string, Node>>) => Node;

type Provided = (value: unknown, position: string) => Node | undefined;

let makeParallel: MakeParallel | undefined;

/** Registers what an object of steps becomes; the parallel calls it, since it depends on this file itself. */
export function coerceObjectsBy(make: MakeParallel): void {
  makeParallel = make;
}

/**
 * Makes a node of anything that can be a step: a runnable, a generator function, any other function, a runnable of
 * another library, or an object of these.
 *
 * @param position - Where the value stands, such as `AnswerChain, step 2`, for the error.
 * @param provided - Returns the nodes that are provided otherwise, such as those of classes.
 * @throws {@link InvalidStepError} for anything else.
 */
export function coerce(value: unknown, position: string, provided?: Provided): Node {
  const found = provided?.(value, position);
  if (found !== undefined) return found;
  if (typeof value === 'function') return coerceFunction(value as (...args: never) => unknown, position);
  if (typeof value !== 'object' || value === null) throw new InvalidStepError(position, value);
  if (runnableBrand in value) return value[runnableBrand] as Node;
  if (isForeign(value)) return new ForeignNode(value);
  if (!isLiteral(value) || makeParallel === undefined) throw new InvalidStepError(position, value);
  return makeParallel(coerceEntries(value, position, provided));
}

/** Coerces each value of an object of steps. */
export function coerceEntries(steps: object, position: string, provided?: Provided): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(steps).map(([key, step]) => [
      key,
      coerce(step, `${position}, key ${JSON.stringify(key)}`, provided),
    ]),
  );
}

function coerceFunction(fn: (...args: never) => unknown, position: string): Node {
  switch (Object.prototype.toString.call(fn)) {
    case '[object GeneratorFunction]':
    case '[object AsyncGeneratorFunction]':
      return new RunnableGenerator(fn as unknown as TransformFunction<unknown, unknown>);
    default:
      if (/^class\b/.test(Function.prototype.toString.call(fn))) throw new InvalidStepError(position, fn);
      return new RunnableLambda(fn as (input: unknown) => unknown);
  }
}

function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
