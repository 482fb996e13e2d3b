import type { Row } from './benchmark.js';

/** Rows as a Markdown table, aligned also for the eye; numbers and what looks like one stand to the right. */
export function tableOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, at) => Math.max(3, ...cells.map((line) => (line[at] as string).length)));
  const right = columns.map((column) => rows.every((row) => /^[-+\d]/.test(String(row[column] ?? '0'))));
  const lines = cells.map((line) =>
    line.map((cell, at) => (right[at] === true ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))),
  );
  const rule = widths.map((width, at) => '-'.repeat(width - 1) + (right[at] === true ? ':' : '-'));
  return [lines[0]!, rule, ...lines.slice(1)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
