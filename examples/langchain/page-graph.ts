import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { toLangChain } from 'runwright/langchain';
import type { ExplainTopic } from './explain.js';
import type { Explained, Shorten } from './shorten.js';

const Page = Annotation.Root({ topic: Annotation<string>(), explanation: Annotation<string>() });

const LONGEST = 40;

/** Makes a graph of LangGraph.js whose nodes are runnables of this application: explain, and shorten what is too long. */
export function pageGraph(explain: ExplainTopic, shorten: Shorten) {
  return new StateGraph(Page)
    .addNode('explain', toLangChain(explain))
    .addNode('shorten', toLangChain(shorten))
    .addEdge(START, 'explain')
    .addConditionalEdges('explain', ({ explanation }: Explained) =>
      explanation.length > LONGEST ? 'shorten' : END,
    )
    .addEdge('shorten', END)
    .compile();
}
