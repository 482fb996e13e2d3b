import { SingleBar } from 'cli-progress';
import { ProgressLine } from './progress-line.js';
import type { IndexingTask } from './progress.js';

/** Draws a bar while indexing goes on, and leaves a line about it: for a terminal. */
export class ProgressBar extends ProgressLine {
  #bar: SingleBar | undefined;

  override start(task: IndexingTask): void {
    super.start(task);
    this.#bar = new SingleBar({
      stream: this.output,
      format: `Indexing ${task.folder} {bar} {value} of {total} files`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      clearOnComplete: true,
      hideCursor: true,
    });
    this.#bar.start(task.files, 0);
  }

  override advance(read: number, skipped: number): void {
    super.advance(read, skipped);
    this.#bar?.increment(read + skipped);
  }

  override finish(passages: number): void {
    this.stop();
    super.finish(passages);
  }

  override stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
