import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { coerceMessage, type Message, type MessageRecord } from '../messages/coerce-message.js';
import type { ChatMessageHistory } from './chat-message-history.js';

/**
 * The messages of one conversation, kept in a file: one line for each call of `addMessages`, a JSON list.
 *
 * A line begins with its line break, so that a line cut short by a crash damages neither the lines before nor those
 * after it: it is skipped when the file is read, with all of its messages.
 *
 * @example
 * ```ts
 * import { FileChatMessageHistory, HumanMessage } from 'runwright';
 *
 * async function remember(file: string): Promise<number> {
 *   const history = new FileChatMessageHistory(file);
 *   await history.addMessages([new HumanMessage('Hello')]);
 *   return (await history.getMessages()).length;
 * }
 * ```
 */
export class FileChatMessageHistory implements ChatMessageHistory {
  /** Settles when the last change is done; the changes to one file are made one after another. */
  #done: Promise<unknown> = Promise.resolve();

  constructor(readonly file: string) {}

  async getMessages(): Promise<readonly Message[]> {
    await this.#done;
    return (await this.#read()).split('\n').flatMap(messagesIn);
  }

  async addMessages(messages: readonly Message[]): Promise<void> {
    await this.#change(async () => {
      await mkdir(dirname(this.file), { recursive: true });
      await appendFile(this.file, `\n${JSON.stringify(messages)}`);
    });
  }

  async clear(): Promise<void> {
    await this.#change(() => rm(this.file, { force: true }));
  }

  async #change(work: () => Promise<void>): Promise<void> {
    const changed = this.#done.then(work);
    this.#done = changed.catch(() => undefined);
    await changed;
  }

  async #read(): Promise<string> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

function messagesIn(line: string): Message[] {
  if (line === '') return [];
  try {
    return (JSON.parse(line) as MessageRecord[]).map(coerceMessage);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
