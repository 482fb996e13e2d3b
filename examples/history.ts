// A chat that remembers, each session by itself.
import 'reflect-metadata';
import { ContainerModule } from 'inversify';
import {
  Chain,
  ChatHistoryStore,
  ChatPromptTemplate,
  FakeChatModel,
  History,
  InMemoryChatHistoryStore,
  Step,
  createApp,
  type AIMessage,
} from 'runwright';

/** Stands for a language model: it knows a name if the conversation so far has one. */
const model = new FakeChatModel({
  responses: ({ messages }) => {
    const names = messages
      .map(({ text }) => /I am (\w+)/.exec(text)?.[1])
      .filter((name) => name !== undefined);
    const name = names.at(-1);
    return name === undefined
      ? 'We have not met.'
      : `You are ${name}. (I was given ${messages.length} messages.)`;
  },
});

const prompt = ChatPromptTemplate.fromMessages([
  ['system', 'You are a {mood} assistant.'],
  ['placeholder', '{history}'],
  ['human', '{question}'],
]);

// The store is a class that is injected: in memory here, a file or a database where the application binds another one.
@History({ store: ChatHistoryStore, inputMessagesKey: 'question', historyMessagesKey: 'history' })
@Chain([prompt, model])
class Chat extends Step<{ question: string; mood: string }, AIMessage> {}

const stores = new ContainerModule(({ bind }) => {
  bind(ChatHistoryStore).to(InMemoryChatHistoryStore).inSingletonScope();
});
const app = await createApp({ runnables: [Chat], modules: [stores] });
const chat = app.get(Chat);

const say = async (sessionId: string, question: string): Promise<void> => {
  const reply = await chat.invoke({ question, mood: 'friendly' }, { configurable: { sessionId } });
  console.log(`${sessionId} > ${question}\n  ${reply.text}`);
};

await say('ada', 'Hello, I am Ada.');
await say('bob', 'Who am I?');
await say('ada', 'Who am I?');

console.log('What is kept of ada:');
const store = app.get(ChatHistoryStore);
for (const message of await (await store.get('ada')).getMessages()) {
  console.log(`  ${message.type}: ${message.text}`);
}
await app.close();

/* Prints:
ada > Hello, I am Ada.
  You are Ada. (I was given 2 messages.)
bob > Who am I?
  We have not met.
ada > Who am I?
  You are Ada. (I was given 4 messages.)
What is kept of ada:
  human: Hello, I am Ada.
  ai: You are Ada. (I was given 2 messages.)
  human: Who am I?
  ai: You are Ada. (I was given 4 messages.)
*/
