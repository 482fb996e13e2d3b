import { type IndexingTask, Progress } from './progress.js';

/** Says in one line what was indexed, once it is: for logs, pipes and files. */
export class ProgressLine extends Progress {
  #folder = '';
  #files = 0;
  #omitted = 0;
  #started = 0;

  constructor(protected readonly output: NodeJS.WritableStream) {
    super();
  }

  override start(task: IndexingTask): void {
    this.#folder = task.folder;
    this.#omitted = task.omitted;
    this.#started = performance.now();
  }

  override advance(read: number, skipped: number): void {
    this.#files += read;
    this.#omitted += skipped;
  }

  override finish(passages: number): void {
    const took = performance.now() - this.#started;
    const time = took < 1000 ? `${took.toFixed(0)} ms` : `${(took / 1000).toFixed(1)} s`;
    const indexed = `Indexed ${count(this.#files, 'Markdown file')} of ${this.#folder} (${count(passages, 'passage')})`;
    const rest =
      this.#omitted === 0
        ? ''
        : `; left out ${format(this.#omitted)} (changelogs, further copies and the like)`;
    this.output.write(`${indexed} in ${time}${rest}.\n\n`);
  }

  override stop(): void {
    // There is nothing on the screen to take away.
  }
}

function count(number: number, noun: string): string {
  return `${format(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function format(number: number): string {
  return number.toLocaleString('en');
}
