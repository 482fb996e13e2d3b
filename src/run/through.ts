import type { PassthroughRule } from '../plan/object-types.js';
import { LEAF, type Structure } from '../plan/structure.js';
import type { Context } from './context.js';
import { RuledBase } from './ruled.js';

/** Returns its input, unchanged; streamed, the very stream. */
export class Through<T> extends RuledBase<T, T, PassthroughRule> {
  readonly kind: string = 'passthrough';

  override structure(): Structure<never> {
    return { ...LEAF, recipe: { type: 'RunnablePassthrough', fields: { name: this.name } } };
  }

  execute(input: T, _ctx: Context): T | PromiseLike<T> {
    return input;
  }

  override executeStream(chunks: AsyncIterable<T>, _ctx: Context): AsyncIterable<T> {
    return chunks;
  }

  protected override defaultName(): string {
    return 'RunnablePassthrough';
  }
}
