import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, injectable } from 'inversify';
import {
  Chain,
  ChatHistoryStore,
  FakeChatModel,
  History,
  InMemoryChatHistoryStore,
  Prompt,
  Retry,
  Step,
  createApp,
  type AIMessage,
  type ChatMessageHistory,
  type Message,
  type MessagesValue,
} from 'runwright';
import { caught } from '../../support/caught.js';

const model = new FakeChatModel({ responses: ({ messages }) => `${String(messages.length)} messages` });

@Prompt([
  ['placeholder', '{history}'],
  ['human', '{question}'],
])
class Ask extends Step<{ question: string; history?: MessagesValue }, Message[]> {}

@History({ store: ChatHistoryStore, inputMessagesKey: 'question', historyMessagesKey: 'history' })
@Chain([Ask, model])
class Chat extends Step<{ question: string }, AIMessage> {}

const session = { configurable: { sessionId: '1' } };

describe('@History', () => {
  it('gives a class the conversation so far, from the store that the container has', async () => {
    const store = new InMemoryChatHistoryStore();
    const modules = [
      new ContainerModule(({ bind }) => {
        bind(ChatHistoryStore).toConstantValue(store);
      }),
    ];
    const app = await createApp({ runnables: [Chat], modules });
    const chat = app.get(Chat);
    expect((await chat.invoke({ question: 'a' }, session)).text).to.equal('1 messages');
    expect((await chat.invoke({ question: 'b' }, session)).text).to.equal('3 messages');
    expect(
      store
        .get('1')
        .getMessages()
        .map(({ text }) => text),
    ).to.deep.equal(['a', '1 messages', 'b', '3 messages']);
    await app.close();
  });

  it('has its store made by the container, with what that needs in turn', async () => {
    @injectable()
    class Tenant {
      readonly name = 'acme';
    }
    @injectable()
    class TenantStore extends ChatHistoryStore {
      readonly #histories = new InMemoryChatHistoryStore();
      readonly asked: string[] = [];
      constructor(private readonly tenant: Tenant) {
        super();
      }
      get(sessionId: string): ChatMessageHistory {
        this.asked.push(`${this.tenant.name}/${sessionId}`);
        return this.#histories.get(sessionId);
      }
    }
    const modules = [
      new ContainerModule(({ bind }) => {
        bind(Tenant).toSelf();
        bind(TenantStore).toSelf().inSingletonScope();
        bind(ChatHistoryStore).toService(TenantStore);
      }),
    ];
    const app = await createApp({ runnables: [Chat], modules });
    await app.get(Chat).invoke({ question: 'a' }, session);
    expect(app.container.get(TenantStore).asked).to.deep.equal(['acme/1']);
    await app.close();
  });

  it('A14.3 is outside of what stands below it, as decorators read: one exchange of a run that was retried', async () => {
    const store = new InMemoryChatHistoryStore();
    const unsteady = new FakeChatModel({ responses: [new Error('busy'), 'yes'] });
    @History({ store })
    @Retry({ stopAfterAttempt: 2, waitExponentialJitter: false })
    @Chain([unsteady, (answer: AIMessage) => answer.text])
    class Short extends Step<string, string> {}
    expect(await new Short().invoke('x', session)).to.equal('yes');
    expect(unsteady.calls.map(({ messages }) => messages.length)).to.deep.equal([1, 1]);
    expect(
      store
        .get('1')
        .getMessages()
        .map(({ text }) => text),
    ).to.deep.equal(['x', 'yes']);
  });

  it('A14.4 tells which keys of the config it needs', async () => {
    @History({ store: new InMemoryChatHistoryStore() })
    @Chain([model, (answer: AIMessage) => answer.text])
    class Short extends Step<string, string> {}
    expect(((await caught(new Short().invoke('x'))) as Error).message).to.include(
      "Missing keys ['sessionId']",
    );
    expect(await new Short().invoke('x', session)).to.equal('1 messages');
  });

  it('takes a function of several keys', async () => {
    const store = new InMemoryChatHistoryStore();
    @History({
      store: ({ user, thread }) => store.get(`${String(user)}${String(thread)}`),
      historyFactoryConfig: ['user', 'thread'],
    })
    @Chain([model, (answer: AIMessage) => answer.text])
    class Short extends Step<string, string> {}
    await new Short().invoke('x', { configurable: { user: 'u', thread: 't' } });
    expect(store.get('ut').getMessages()).to.have.length(2);
  });

  it('has its store looked for when the application is assembled', async () => {
    const error = (await caught(createApp({ runnables: [Chat] }))) as Error;
    expect(error.message).to.equal(
      'Cannot assemble the application: 1 fault.\n\n[A102] Message history: ChatHistoryStore must be bound to a class that extends it, such as InMemoryChatHistoryStore, got undefined.',
    );
  });
});
