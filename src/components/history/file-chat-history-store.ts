import { join } from 'node:path';
import type * as LruCache from 'lru-cache';
import { loadCrypto } from '../../errors/crypto.js';
import { lazily } from '../../errors/lazily.js';
import { ChatHistoryStore } from './chat-message-history.js';
import { FileChatMessageHistory } from './file-chat-message-history.js';

const loadLruCache = lazily<typeof LruCache>('lru-cache', 'Keeping conversations');

/**
 * Keeps conversations in a folder, one file per session.
 *
 * It is meant for a single process: changes to a session are made one after another within the process, and are not
 * coordinated between processes.
 *
 * @example
 * ```ts
 * import { FileChatHistoryStore } from 'runwright';
 *
 * const store = new FileChatHistoryStore('./conversations');
 * await store.get('session-1').getMessages();
 * ```
 */
export class FileChatHistoryStore extends ChatHistoryStore {
  // Two histories of one file would not wait for each other; no more sessions than these are in use at once.
  readonly #histories = new (loadLruCache().LRUCache)<string, FileChatMessageHistory>({ max: 10_000 });

  /** @param folder - The folder of the files; it is created when the first message is stored. */
  constructor(readonly folder: string) {
    super();
  }

  get(sessionId: string): FileChatMessageHistory {
    let history = this.#histories.get(sessionId);
    if (history === undefined) {
      history = new FileChatMessageHistory(join(this.folder, `${fileNameOf(sessionId)}.jsonl`));
      this.#histories.set(sessionId, history);
    }
    return history;
  }
}

/** Names that Windows has for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** A name that no two sessions share, even where file names ignore case, and that cannot leave the folder. */
function fileNameOf(sessionId: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(sessionId) && !DEVICE.test(sessionId)) return sessionId;
  const readable = sessionId.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 50);
  return `${readable}.${loadCrypto().createHash('sha256').update(sessionId).digest('hex').slice(0, 32)}`;
}
