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
   * @defaultValue What the class takes, as `input` of its decorator says.
   */
  readonly schema?: S | undefined;
}

/**
 * Makes the class a tool that models can call, besides the step that it is: instances have a `description` and the
 * `schema` of the arguments, and may be invoked with the call that a model asks for; see {@link RunnableToolLike}.
 *
 * What the constructor wants is injected, and no part of the schema. `instance.asTool()` gives the tool with its types.
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

/** Lets instances tell a fact of their tool; a property of the class itself stays, and so does one that is set. */
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

/** The tool of a class, below what other decorators put around it. */
function toolIn(node: Node): RunnableToolLike | undefined {
  if (node instanceof RunnableToolLike) return node;
  const [first] = node.structure().parts;
  return first && toolIn(first.node);
}
