import { loadCrypto } from '../../errors/crypto.js';
import { Embeddings, type Embedding } from './embeddings.js';

/** Fields of {@link FakeEmbeddings}. */
export interface FakeEmbeddingsFields {
  /**
   * How many numbers a vector has.
   *
   * @defaultValue 8
   */
  readonly dimensions?: number | undefined;
}

/**
 * Embeddings for tests: deterministic vectors of length 1, without any meaning.
 *
 * @example
 * ```ts
 * import { FakeEmbeddings } from 'runwright';
 *
 * const embeddings = new FakeEmbeddings({ dimensions: 4 });
 * (await embeddings.invoke('sky')).length; // => 4
 * ```
 */
export class FakeEmbeddings extends Embeddings {
  /** The texts of each call, in the order of the calls. */
  readonly calls: (readonly string[])[] = [];
  readonly dimensions: number;

  constructor({ dimensions = 8 }: FakeEmbeddingsFields = {}) {
    super();
    this.dimensions = dimensions;
  }

  override fieldValues(): Readonly<Record<string, unknown>> {
    return { dimensions: this.dimensions };
  }

  override embedDocuments(texts: readonly string[]): Embedding[] {
    this.calls.push(texts);
    return texts.map((text) => vectorOf(text, this.dimensions));
  }

  protected override defaultName(): string {
    return 'FakeEmbeddings';
  }
}

function vectorOf(text: string, dimensions: number): Embedding {
  const numbers = Array.from({ length: dimensions }, (_, index) => {
    const digest = loadCrypto()
      .createHash('sha256')
      .update(`${String(index)}:${text}`)
      .digest();
    return digest.readInt32BE() / 2 ** 31;
  });
  const length = Math.hypot(...numbers) || 1;
  return numbers.map((number) => number / length);
}
