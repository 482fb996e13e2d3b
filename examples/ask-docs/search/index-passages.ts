import { Runnable, Step } from 'runwright';
import type { Passage } from '../corpus/passage.js';
import { Progress } from '../terminal/progress.js';
import { SearchIndex } from './search-index.js';

/** Puts passages into the index as they come, and counts them. */
@Runnable()
export class IndexPassages extends Step<Passage[], number> {
  constructor(
    private readonly index: SearchIndex,
    private readonly progress: Progress,
  ) {
    super();
  }

  async *runStream(batches: AsyncIterable<Passage[]>): AsyncGenerator<number, void> {
    let count = 0;
    for await (const passages of batches) {
      this.index.add(passages);
      count += passages.length;
      yield passages.length;
    }
    this.progress.finish(count);
  }
}
