import { InvalidInputError } from '../../errors/run-errors.js';
import type { RunContext } from '../../plan/context.js';
import { Failure, type Settle } from '../../plan/node.js';
import { call } from '../../run/call.js';
import type { Context } from '../../run/context.js';
import { executeMany } from '../../run/execute-many.js';
import { RunnableBase } from '../../run/runnable.js';
import { when } from '../when.js';

/** A vector that represents a text. */
export type Embedding = readonly number[];

/**
 * Base of embeddings, which turn texts into vectors: similar texts into vectors that are close to each other.
 *
 * `invoke` embeds a query. A batch is embedded as documents, `batchSize` of them in each call of `embedDocuments`.
 *
 * @example
 * ```ts
 * import { Embeddings } from 'runwright';
 *
 * class Lengths extends Embeddings {
 *   override embedDocuments(texts: readonly string[]): number[][] {
 *     return texts.map((text) => [text.length]);
 *   }
 * }
 * await new Lengths().batch(['to be', 'or not']); // => [[5], [6]]
 * ```
 */
export abstract class Embeddings extends RunnableBase<string, Embedding> {
  readonly kind = 'embeddings';
  readonly runType = 'embeddings';

  /**
   * How many texts of a batch are embedded in one call; an integer from 1.
   *
   * @defaultValue 512
   */
  get batchSize(): number {
    return 512;
  }

  /** Embeds texts; returns one vector for each, in their order. */
  abstract embedDocuments(
    texts: readonly string[],
    ctx: RunContext,
  ): readonly Embedding[] | PromiseLike<readonly Embedding[]>;

  /** Embeds a query; unless overridden, as if it were a document. */
  embedQuery(text: string, ctx: RunContext): Embedding | PromiseLike<Embedding> {
    return when(this.embedDocuments([text], ctx), (vectors) => checked(this, vectors, 1)[0] as Embedding);
  }

  execute(text: string, ctx: Context): Embedding | PromiseLike<Embedding> {
    return call((query: string) => this.embedQuery(query, ctx), text, ctx) as
      Embedding | PromiseLike<Embedding>;
  }

  /** Embeds the texts of a batch together; if a call fails, the texts of that call fail. */
  override executeBatch(
    inputs: readonly string[],
    contexts: readonly Context[],
    settle: Settle<Embedding>,
    limit: number,
  ): Promise<void> {
    const size = Math.max(1, this.batchSize);
    const starts = Array.from({ length: Math.ceil(inputs.length / size) }, (_, index) => index * size);
    const embed = {
      begin: (start: number, ctx: Context) =>
        call(
          (all: readonly string[]) => this.embedDocuments(all, ctx),
          inputs.slice(start, start + size),
          ctx,
        ),
      complete: (vectors: unknown, start: number) =>
        checked(this, vectors, Math.min(size, inputs.length - start)),
    };
    const settleAll: Settle<readonly Embedding[]> = (index, outcome) => {
      const start = starts[index] as number;
      for (let at = start; at < Math.min(start + size, inputs.length); at += 1)
        settle(at, outcome instanceof Failure ? outcome : (outcome[at - start] as Embedding));
    };
    const firsts = starts.map((start) => contexts[start] as Context);
    return executeMany<number, readonly Embedding[]>(embed, starts, firsts, settleAll, limit);
  }
}

function checked(embeddings: Embeddings, vectors: unknown, count: number): readonly Embedding[] {
  if (Array.isArray(vectors) && vectors.length === count) return vectors as readonly Embedding[];
  const expected = `to return a list of ${String(count)} vectors`;
  throw new InvalidInputError(`${embeddings.getName()}.embedDocuments`, expected, vectors);
}
