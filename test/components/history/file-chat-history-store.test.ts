import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  AIMessage,
  FileChatHistoryStore,
  FileChatMessageHistory,
  HumanMessage,
  RunnableWithMessageHistory,
  ToolMessage,
  type Message,
} from 'runwright';

describe('FileChatHistoryStore', () => {
  let folder: string;
  beforeEach(async () => (folder = join(await mkdtemp(join(tmpdir(), 'history-')), 'inner')));
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  const messages: Message[] = [
    new HumanMessage({ content: 'line\nbreak', name: 'Ann' }),
    new AIMessage({ content: '', toolCalls: [{ id: '1', name: 'f', args: { a: [1] } }] }),
    new ToolMessage({ content: 'x', toolCallId: '1' }),
  ];

  it('keeps messages of every kind beyond the life of the store', async () => {
    const store = new FileChatHistoryStore(folder);
    expect(await store.get('s').getMessages()).to.deep.equal([]);
    await store.get('s').addMessages(messages);
    await store.get('s').addMessages([new AIMessage('done')]);
    const again = new FileChatHistoryStore(folder);
    expect(await again.get('s').getMessages()).to.deep.equal([...messages, new AIMessage('done')]);
    expect(await again.get('other').getMessages()).to.deep.equal([]);
    await again.get('s').clear();
    expect(await store.get('s').getMessages()).to.deep.equal([]);
  });

  it('keeps all of what was added at once, or, after a crash in the middle, none of it', async () => {
    const history = new FileChatMessageHistory(join(folder, 'torn'));
    await history.addMessages([new HumanMessage('before')]);
    await appendFile(history.file, '\n[{"type":"human","content":"tor');
    await history.addMessages([new HumanMessage('after')]);
    expect((await history.getMessages()).map(({ text }) => text)).to.deep.equal(['before', 'after']);
  });

  it('does changes of a session one after another', async () => {
    const history = new FileChatHistoryStore(folder).get('s');
    const texts = Array.from({ length: 20 }, (_, at) => String(at));
    await Promise.all(
      texts.map((text) => history.addMessages([new HumanMessage(text), new AIMessage(text)])),
    );
    expect((await history.getMessages()).map(({ text }) => text)).to.deep.equal(
      texts.flatMap((text) => [text, text]),
    );
  });

  it('goes on after a change that failed', async () => {
    const history = new FileChatMessageHistory(join(folder, 'x', 'y'));
    await new FileChatMessageHistory(join(folder, 'x')).addMessages([]);
    let failed: unknown;
    await history.addMessages([new HumanMessage('x')]).catch((error: unknown) => (failed = error));
    expect(failed).to.be.instanceOf(Error);
    await rm(join(folder, 'x'));
    await history.addMessages([new HumanMessage('y')]);
    expect(await history.getMessages()).to.have.length(1);
  });

  it('gives every session a file of its own in the folder, whatever its id', async () => {
    const store = new FileChatHistoryStore(folder);
    const ids = [
      'plain',
      'Plain',
      '../../up',
      '/etc/passwd',
      'a/b',
      'a_b',
      '..',
      '',
      'x'.repeat(500),
      'ä',
      'nul',
    ];
    for (const id of ids) await store.get(id).addMessages([new HumanMessage(id)]);
    const files = await readdir(folder);
    expect(new Set(files.map((name) => name.toLowerCase()))).to.have.lengthOf(ids.length);
    expect(files, 'a device on Windows').not.to.include('nul.jsonl');
    for (const id of ids)
      expect((await store.get(id).getMessages()).map(({ text }) => text)).to.deep.equal([id]);
    expect(await readFile(join(folder, 'plain.jsonl'), 'utf8')).to.equal(
      '\n[{"type":"human","content":"plain"}]',
    );
  });

  it('works as the store of a chain', async () => {
    const chat = RunnableWithMessageHistory.from({
      runnable: (all: readonly Message[]) => String(all.length),
      getMessageHistory: new FileChatHistoryStore(folder),
    });
    const config = { configurable: { sessionId: '1' } };
    expect([await chat.invoke('a', config), await chat.invoke('b', config)]).to.deep.equal(['1', '3']);
  });
});
