import { once } from 'node:events';
import { join } from 'node:path';
import pc from 'picocolors';
import type { Answer } from '../answer/answer.js';
import type { Passage } from '../corpus/passage.js';

/** Code in a text: what stands in brackets there is no citation. */
const CODE = /(`{3,})[\s\S]*?\1|`[^`\n]*`/g;
const CITATION = /\[(\d+(?:, *\d+)*)\]/g;

/** Writes an answer as it comes, then the sources that it cites; all of them where it cites none. */
export async function printAnswer(
  chunks: AsyncIterable<Partial<Answer>>,
  folder: string,
  output: NodeJS.WritableStream,
): Promise<void> {
  const write = async (text: string): Promise<void> => {
    if (!output.write(text)) await once(output, 'drain');
  };
  let sources: readonly Passage[] = [];
  let answer = '';
  try {
    for await (const { sources: found, text = '' } of chunks) {
      sources = found ?? sources;
      answer += text;
      if (text !== '') await write(text);
    }
  } finally {
    // What comes next, if only the reason why there is no more, begins on a line of its own.
    if (answer !== '' && !answer.endsWith('\n')) await write('\n');
  }

  await write(`\n${pc.bold('Sources')}\n`);
  const all = sources.map((source, at) => ({ source, number: at + 1 }));
  const cited = all.filter(({ number }) => citationsIn(answer).has(number));
  for (const { source, number } of cited.length > 0 ? cited : all) {
    const place = `${join(folder, source.path)}:${source.line}`;
    await write(`[${number}] ${source.headings.join(' › ')}\n    ${pc.dim(place)}\n`);
  }
}

function citationsIn(answer: string): Set<number> {
  const found = [...answer.replace(CODE, '').matchAll(CITATION)];
  return new Set(found.flatMap(([, numbers = '']) => numbers.split(',').map(Number)));
}
