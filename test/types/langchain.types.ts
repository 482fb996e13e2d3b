import { ChatPromptTemplate as TheirPrompt } from '@langchain/core/prompts';
import {
  StringOutputParser as TheirParser,
  JsonOutputParser as TheirJson,
} from '@langchain/core/output_parsers';
import type {
  AIMessage as TheirAnswer,
  AIMessageChunk as TheirChunk,
  BaseMessage as TheirMessage,
} from '@langchain/core/messages';
import type { ChatPromptValueInterface } from '@langchain/core/prompt_values';
import { RunnableLambda as TheirLambda, type Runnable as TheirRunnable } from '@langchain/core/runnables';
import { DynamicStructuredTool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { expectTypeOf } from 'expect-type';
import { FakeListChatModel as OlderModel } from 'langchain-core-0.3/utils/testing';
import {
  AIMessage,
  Chain,
  ChatPromptTemplate,
  FakeChatModel,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  Step,
  StringOutputParser,
  type InputOf,
  type Message,
  type OutputOf,
} from 'runwright';
import { fromLangChainMessage, toLangChain, toLangChainMessage, type ToLangChain } from 'runwright/langchain';

const model = new FakeListChatModel({ responses: ['Hello.'] });
const older = new OlderModel({ responses: ['Hello.'] });
const text = RunnableLambda.from((question: string) => question);
const ours = ChatPromptTemplate.fromTemplate('Say {text}');

// Their model as a step has their types, and takes our messages.
const asked = text.pipe(model);
expectTypeOf<OutputOf<typeof asked>>().toEqualTypeOf<TheirChunk>();
const chain = ours.pipe(model).pipe(new StringOutputParser());
expectTypeOf<OutputOf<typeof chain>>().toEqualTypeOf<string>();
const olderChain = ours.pipe(older).pipe(new StringOutputParser());
expectTypeOf<OutputOf<typeof olderChain>>().toEqualTypeOf<string>();

// Their prompt, our model, their parser.
const mixed = RunnableSequence.from([
  TheirPrompt.fromTemplate<{ text: string }>('Say {text}'),
  new FakeChatModel({ responses: ['Hello.'] }),
  new TheirParser(),
]);
expectTypeOf<OutputOf<typeof mixed>>().toEqualTypeOf<string>();

// What does not fit is told.
// @ts-expect-error a number is no input of a model
RunnableLambda.from((question: string) => question.length).pipe(model);
// @ts-expect-error the parser reads no number
RunnableSequence.from([(question: string) => question.length, new TheirParser()]);

// In parallels and decorated chains.
const both = RunnableParallel.from({ theirs: model, ours: new FakeChatModel({ responses: ['Hello.'] }) });
expectTypeOf<OutputOf<typeof both>>().toEqualTypeOf<{ theirs: TheirChunk; ours: AIMessage }>();

@Chain([ours, model, new TheirParser()])
class Answer extends Step<{ text: string }, string> {}

// @ts-expect-error the chain gives a string
@Chain([ours, model, new TheirParser()])
class Wrong extends Step<{ text: string }, number> {}

// Ours in theirs: messages become theirs.
const theirs = toLangChain(new Answer());
expectTypeOf(theirs).toEqualTypeOf<TheirRunnable<{ text: string }, string>>();
const theirModel = toLangChain(new FakeChatModel({ responses: ['Hello.'] }));
expectTypeOf<ReturnType<typeof theirModel.invoke>>().toEqualTypeOf<Promise<TheirAnswer>>();
TheirPrompt.fromTemplate<{ text: string }>('Say {text}').pipe(theirModel).pipe(new TheirParser());
expectTypeOf<ToLangChain<{ messages: Message[]; count: number }>['count']>().toEqualTypeOf<number>();
expectTypeOf<ToLangChain<AIMessage[]>>().toEqualTypeOf<TheirAnswer[]>();
expectTypeOf<ToLangChain<{ a: string[] }>>().toEqualTypeOf<{ a: string[] }>();

const answer = RunnableLambda.from(async ({ messages }: typeof MessagesAnnotation.State) => ({
  messages: [await new FakeChatModel({ responses: ['Hello.'] }).invoke(messages)],
}));
const graph = new StateGraph(MessagesAnnotation)
  .addNode('answer', toLangChain(answer))
  .addEdge('__start__', 'answer')
  .compile();
const last = RunnableLambda.from((question: string) => ({ messages: [{ role: 'user', content: question }] }))
  .pipe(graph)
  .pipe(({ messages }) => messages.at(-1)?.text);
expectTypeOf<OutputOf<typeof last>>().toEqualTypeOf<string | undefined>();

// Messages one by one.
expectTypeOf(toLangChainMessage(new AIMessage('Hello.'))).toEqualTypeOf<TheirAnswer>();
declare const theirMessage: TheirMessage;
expectTypeOf(fromLangChainMessage(theirMessage)).toEqualTypeOf<Message>();
