import { ChatPromptTemplate } from '@langchain/core/prompts';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { Assign, Chain, Step, StringOutputParser } from 'runwright';

/** What there is to be explained. */
export interface Topic {
  readonly topic: string;
}

const prompt = ChatPromptTemplate.fromMessages<Topic>([
  ['system', 'You explain things in a few words.'],
  ['human', 'What is {topic}?'],
]);

// Any model of LangChain.js does: `new ChatOpenAI({ model: '…' })`.
const model = new FakeListChatModel({
  responses: ['A class is handed what it needs, rather than fetching it by itself.'],
});

/** A prompt and a model of LangChain.js, and a parser of Runwright, in one decorated chain. */
@Chain([prompt, model, new StringOutputParser()])
export class Explain extends Step<Topic, string> {}

/** Adds the explanation to the topic, which is how a node of a graph changes its state. */
@Assign({ explanation: Explain })
export class ExplainTopic extends Step<Topic, { topic: string; explanation: string }> {}
