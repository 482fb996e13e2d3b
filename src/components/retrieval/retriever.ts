import { InvalidInputError } from '../../errors/run-errors.js';
import type { RunContext } from '../../plan/context.js';
import { call } from '../../run/call.js';
import type { Context } from '../../run/context.js';
import { RunnableBase } from '../../run/runnable.js';
import type { Document } from './document.js';

/**
 * Base of retrievers, which find the documents relevant to a query.
 *
 * @example
 * ```ts
 * import { Retriever, type Document } from 'runwright';
 *
 * class Notes extends Retriever {
 *   constructor(private readonly notes: readonly Document[]) { super(); }
 *   override retrieve(query: string): Document[] {
 *     return this.notes.filter(({ pageContent }) => pageContent.includes(query));
 *   }
 * }
 * await new Notes([{ pageContent: 'buy milk', metadata: {} }]).invoke('milk');
 * ```
 */
export abstract class Retriever extends RunnableBase<string, Document[]> {
  readonly kind = 'retriever';
  readonly runType = 'retriever';

  /** Finds the documents relevant to a query, the best match first. */
  abstract retrieve(query: string, ctx: RunContext): Document[] | PromiseLike<Document[]>;

  /** @throws {@link InvalidInputError} for a query that is not a string. */
  override begin(query: string, ctx: Context): unknown {
    if (typeof (query as unknown) !== 'string')
      throw new InvalidInputError(this.getName(), 'a query string', query);
    return call((text: string) => this.retrieve(text, ctx), query, ctx);
  }

  execute(query: string, ctx: Context): Document[] | PromiseLike<Document[]> {
    return this.begin(query, ctx) as Document[] | PromiseLike<Document[]>;
  }
}
