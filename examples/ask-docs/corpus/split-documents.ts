import { Runnable, Step } from 'runwright';
import type { MarkdownDocument } from './markdown-document.js';
import type { Passage } from './passage.js';
import { splitMarkdown } from './split-markdown.js';

/** Splits documents into passages while further ones are read. */
@Runnable()
export class SplitDocuments extends Step<MarkdownDocument[], Passage[]> {
  async *runStream(batches: AsyncIterable<MarkdownDocument[]>): AsyncGenerator<Passage[], void> {
    for await (const documents of batches) yield documents.flatMap(splitMarkdown);
  }
}
