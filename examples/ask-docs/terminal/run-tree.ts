import type { Observer, Run } from 'runwright';

/** Keeps the runs of a tree, and draws them with their times when it is written out. */
export class RunTree implements Observer {
  readonly recordsChildren = true;
  #root: Run | undefined;

  onStart(run: Run): void {
    if (run.parent === undefined) this.#root = run;
  }

  toString(): string {
    return this.#root === undefined ? '' : linesOf(this.#root, this.#root.startTime, '', '').join('\n');
  }
}

/** A line for a run and for each below it: how long it took, and after how long it began. */
function linesOf(run: Run, began: number, branch: string, indent: string): string[] {
  const took = run.endTime === undefined ? '' : milliseconds(run.endTime - run.startTime);
  const failed = run.status === 'failed' ? ' ✖' : '';
  const name = (branch + run.name + failed).padEnd(50);
  const line = `${name}${took.padStart(9)}   from ${(run.startTime - began).toFixed(0)} ms`;
  const below = run.children.flatMap((child, at) =>
    at === run.children.length - 1
      ? linesOf(child, began, `${indent}└─ `, `${indent}   `)
      : linesOf(child, began, `${indent}├─ `, `${indent}│  `),
  );
  return [line, ...below];
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}
