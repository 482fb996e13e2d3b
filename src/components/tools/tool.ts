import { declareWrapper } from '../../declare/wrapper.js';
import { runnableBrand } from '../../plan/brand.js';
import type { RunnableClass } from '../../plan/class-types.js';
import type { Node } from '../../plan/node.js';
import type { Runnable } from '../../plan/runnable.js';
import type { Carrier } from '../../plan/step-types.js';
import type { TypeGiven, TypeToken } from '../../plan/type-token.js';
import { RunnableToolLike, type ToolFacts } from './runnable-tool-like.js';

/** Options of {@link Tool}. */
export interface ToolDecoratorOptions<S extends TypeToken = TypeToken> extends ToolFacts {
  /**
   * The type of the arguments.
   *
   * @defaultValue The input type of the class, declared by `input` of its decorator.
   */
  readonly schema?: S | undefined;
}

/**
 * Makes a step class a tool that models can call, too: instances have a `description` and the `schema` of the
 * arguments, and may be invoked with the tool call of a model; see {@link RunnableToolLike}.
 *
 * Constructor arguments are injected and not a part of the schema. `instance.asTool()` returns the tool with its types.
 *
 * @example
 * ```ts
 * import 'reflect-metadata';
 * import { Runnable, Step, Tool, createApp } from 'runwright';
 *
 * const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
 *
 * @Tool({ name: 'weather', description: 'Tells the weather of a city.' })
 * @Runnable({ input: city })
 * class Weather extends Step<{ city: string }, string> {
 *   run({ city }: { city: string }): string { return `It is sunny in ${city}.`; }
 * }
 *
 * const app = await createApp({ runnables: [Weather] });
 * await app.get(Weather).asTool().invoke({ name: 'weather', args: { city: 'Bonn' } }); // => 'It is sunny in Bonn.'
 * ```
 */
export function Tool<const S extends TypeToken = never>(
  options: ToolDecoratorOptions<S> = {},
): (
  target: RunnableClass<
    [S] extends [never] ? Carrier<never, unknown> : Carrier<TypeGiven<S, never>, unknown>
  >,
) => void {
  const declareTool = declareWrapper({
    kind: 'tool',
    decorator: '@Tool',
    slots: [],
    options,
    readsInput: true,
    make: (bound) => new RunnableToolLike({ ...options, bound: bound as Runnable<unknown, unknown> }),
  });
  return (target) => {
    declareTool(target);
    for (const name of FACTS) showFact((target as RunnableClass).prototype as object, name);
  };
}

const FACTS = ['name', 'description', 'schema'] as const;

/** Gives instances a property of their tool, unless the class has one of that name or sets it. */
function showFact(prototype: object, name: (typeof FACTS)[number]): void {
  if (name in prototype) return;
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: { readonly [runnableBrand]: Node }): unknown {
      return toolIn(this[runnableBrand])?.[name];
    },
    set(value: unknown) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  });
}

/** The tool of a class, inside the wrappers of its other decorators. */
function toolIn(node: Node): RunnableToolLike | undefined {
  if (node instanceof RunnableToolLike) return node;
  const [first] = node.structure().parts;
  return first && toolIn(first.node);
}
