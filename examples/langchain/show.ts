import { createApp, type Observer } from 'runwright';
import { Explain, ExplainTopic } from './explain.js';
import { pageGraph } from './page-graph.js';
import { Shorten } from './shorten.js';

/**
 * Runs both directions and shows what happens.
 *
 * @param write - Takes the text as it comes.
 */
export async function show(write: (text: string) => void): Promise<void> {
  const line = (text: string): void => write(`${text}\n`);
  const app = await createApp({ runnables: [ExplainTopic, Shorten] });
  try {
    const topic = { topic: 'dependency injection' };

    line('A prompt and a model of LangChain.js in a decorated chain, streamed:');
    for await (const chunk of app.get(Explain).stream(topic)) write(chunk);
    line('\n\nThe same, with the runs of LangChain.js in the tree:');
    const outline: Observer = { onStart: ({ path, runType }) => line(`${path} (${runType})`) };
    await app.get(Explain).invoke(topic, { callbacks: [outline] });

    line('\nA decorated chain as a node of a graph of LangGraph.js:');
    const graph = pageGraph(app.get(ExplainTopic), app.get(Shorten));
    for await (const update of await graph.stream(topic, { streamMode: 'updates' })) {
      for (const [node, { explanation = '' }] of Object.entries(update)) line(`${node}: ${explanation}`);
    }

    line('\nWhat the graph tells of the model, which is a step of a step of its node:');
    let text = '';
    for await (const { event, data } of graph.streamEvents(topic, { version: 'v2' })) {
      if (event !== 'on_chat_model_stream') continue;
      text += (data.chunk as { content: string }).content;
    }
    line(text);
  } finally {
    await app.close();
  }
}
