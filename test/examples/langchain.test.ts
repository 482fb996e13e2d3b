import 'reflect-metadata';
import { expect } from 'chai';
import { show } from '../../examples/langchain/show.js';

const ANSWER = 'A class is handed what it needs, rather than fetching it by itself.';

describe('the example langchain', () => {
  it('runs LangChain.js in a decorated chain, and decorated chains in LangGraph.js', async () => {
    let shown = '';
    await show((text) => (shown += text));
    expect(shown.split('\n')).to.deep.equal([
      'A prompt and a model of LangChain.js in a decorated chain, streamed:',
      ANSWER,
      '',
      'The same, with the runs of LangChain.js in the tree:',
      'Explain (chain)',
      'Explain > ChatPromptTemplate (prompt)',
      'Explain > FakeListChatModel (chat_model)',
      'Explain > StringOutputParser (parser)',
      '',
      'A decorated chain as a node of a graph of LangGraph.js:',
      `explain: ${ANSWER}`,
      'shorten: A class is handed what it needs.',
      '',
      'What the graph tells of the model, which is a step of a step of its node:',
      ANSWER,
      '',
    ]);
  });
});
