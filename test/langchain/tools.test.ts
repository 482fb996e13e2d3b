import 'reflect-metadata';
import { AIMessage as TheirAnswer } from '@langchain/core/messages';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { expect } from 'chai';
import { AIMessage, FakeChatModel, Runnable, RunnableLambda, Step, Tool } from 'runwright';
import { toLangChain, toLangChainMessage } from 'runwright/langchain';
import { copies } from './copies.js';

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;

const weather = RunnableLambda.from(({ city }: { city: string }) => `Sunny in ${city}.`).asTool({
  name: 'weather',
  description: 'Tells the weather.',
  schema: parameters,
});

@Tool({ name: 'weather', description: 'Tells the weather.' })
@Runnable({ input: parameters })
class Weather extends Step<{ city: string }, string> {
  run({ city }: { city: string }): string {
    return `Sunny in ${city}.`;
  }
}

const call = { id: 'c1', name: 'weather', args: { city: 'Bonn' } };

for (const { version, core, calling } of copies) {
  describe(`Tools in LangChain.js ${version}`, () => {
    it('say what models have to know', () => {
      for (const tool of [toLangChain(weather, { core }), toLangChain(new Weather(), { core })]) {
        expect(tool).to.deep.include({ name: 'weather', description: 'Tells the weather.' });
        expect(tool).to.have.nested.property('schema.properties.city.type', 'string');
        expect(calling.isLangChainTool(tool)).to.equal(true);
        expect(calling.convertToOpenAITool(tool as never).function).to.deep.include({
          name: 'weather',
          description: 'Tells the weather.',
        });
      }
    });

    it('take the calls of models', async () => {
      const given = { type: 'tool_call', ...call } as never;
      expect(await toLangChain(weather, { core }).invoke(given)).to.equal('Sunny in Bonn.');
    });
  });
}

describe('Tools in a ToolNode of LangGraph.js', () => {
  it('answer the calls of our models and of theirs', async () => {
    const node = new ToolNode([toLangChain(weather) as never]);
    const ours = await new FakeChatModel({
      responses: [new AIMessage({ content: '', toolCalls: [call] })],
    }).invoke('How is it in Bonn?');
    for (const asked of [toLangChainMessage(ours), new TheirAnswer({ content: '', tool_calls: [call] })]) {
      const { messages } = (await node.invoke({ messages: [asked] })) as { messages: object[] };
      expect(messages).to.have.length(1);
      expect(messages[0]).to.include({ tool_call_id: 'c1', content: 'Sunny in Bonn.', name: 'weather' });
    }
  });
});
