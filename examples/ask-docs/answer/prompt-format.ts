import type { Grounded } from '../search/grounded.js';

/** A passage as it stands in a prompt. */
export interface PromptPassage {
  /** Number by which it is cited, from 1. */
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

/** What stands in a prompt. */
export interface PromptContent {
  readonly passages: readonly PromptPassage[];
  readonly question: string;
}

const PASSAGE = /<passage id="(\d+)" title="([^"]*)">\n([\s\S]*?)\n<\/passage>/g;
const QUESTION = 'Question: ';

/** Writes passages, each between tags and with the number by which to cite it, and the question behind them. */
export function formatPrompt({ question, passages }: Grounded): string {
  const tagged = passages.map(({ headings, text }, at) => {
    const title = headings.join(' › ').replaceAll('"', "'");
    return `<passage id="${at + 1}" title="${title}">\n${text.replaceAll('</passage>', '')}\n</passage>`;
  });
  return [...tagged, `${QUESTION}${question.text}`].join('\n\n');
}

/** Reads what `formatPrompt` wrote. */
export function readPrompt(prompt: string): PromptContent {
  const rest = prompt.slice(prompt.lastIndexOf('</passage>'));
  return {
    passages: [...prompt.matchAll(PASSAGE)].map(([, id, title = '', text = '']) => ({
      id: Number(id),
      title,
      text,
    })),
    question: rest.slice(rest.indexOf(QUESTION) + QUESTION.length),
  };
}
