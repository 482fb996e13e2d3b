import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { ROOT, type Block } from './documented.js';

/** What the cells of a column speak of. */
const PRELUDES = [
  `
import { dispatchCustomEvent } from '@langchain/core/callbacks/dispatch';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RouterRunnable, RunnableBranch, RunnableEach, RunnableLambda, RunnableMap, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { z } from 'zod';
const schema = z.object({ a: z.number(), b: z.number() });
const model = new FakeListChatModel({ responses: [''] });`,
  `
import { ChatPromptTemplate, FakeChatModel, RouterRunnable, RunnableBranch, RunnableLambda, RunnableParallel, RunnablePassthrough, RunnableSequence, dispatchCustomEvent, tool } from 'runwright';
import { Assign, Branch, Chain, Each, Fallback, Listen, Parallel, Pick, Prompt, Retry, Router, Runnable, Tool, WithConfig } from 'runwright';
import { z } from 'zod';
const schema = z.object({ a: z.number(), b: z.number() });
const model = new FakeChatModel({ responses: [''] });`,
];

const NAMES = `
const trim = RunnableLambda.from((text: string) => text.trim());
const shout = RunnableLambda.from((text: string) => text.toUpperCase());
const count = RunnableLambda.from((text: string) => text.length);
const countOf = ({ text }: { text: string }) => text.length;
const facts = RunnableLambda.from((text: string) => ({ a: text, b: text.length }));
const isLong = (text: string) => text.length > 9;
const sum = ({ a, b }: { a: number; b: number }) => String(a + b);
const note = () => undefined;
const { signal } = new AbortController();
`;

/** The code in each row of the table of migration, by column. */
function rowsOfTable(): string[][] {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = text.split('## Coming from LangChain.js');
  const rows: string[][] = [];
  for (const { type, children } of new MarkdownIt().parse(section, {})) {
    if (type === 'tr_open') rows.push([]);
    const code = children?.find((child) => child.type === 'code_inline');
    if (code !== undefined) rows.at(-1)?.push(code.content);
    if (type === 'table_close') break;
  }
  return rows.slice(1);
}

/**
 * The table of migration as blocks of code, one for what was written before and one for what is written after, each row
 * a line.
 */
export function migrationBlocks(): Block[] {
  const rows = rowsOfTable();
  const before = rows.map(([cell = '']) => `void ${cell};`);
  // A decorator is called, for what it takes; which classes it fits is tested elsewhere.
  const after = rows.flatMap(([, ...cells]) => cells.map((cell) => `void ${cell.replace(/^@/, '')};`));
  return [before, after].map((cells, index) => ({
    place: `README.md, table of migration, column ${String(index + 1)}`,
    code: `${PRELUDES[index] ?? ''}${NAMES}${cells.join('\n')}`,
    output: undefined,
  }));
}
