import { expect } from 'chai';
import { printedBy } from '../support/printed-by.js';

describe('runwright/langchain', function () {
  this.timeout(60_000);

  it('is not needed for a step of LangChain.js to run and stream, and shows its runs from when it is loaded', async () => {
    const printed = await printedBy(`
      import { RunnableLambda, StringOutputParser } from 'runwright';
      import { FakeListChatModel } from '@langchain/core/utils/testing';
      const model = new FakeListChatModel({ responses: ['Hi'] });
      const chain = RunnableLambda.from((text) => text).pipe(model, new StringOutputParser());
      const printed = [await chain.invoke('x'), []];
      for await (const chunk of chain.stream('x')) printed[1].push(chunk);
      const typeOf = async () => {
        let type;
        const onStart = (run) => { if (run.name === 'FakeListChatModel') type = run.runType; };
        await chain.invoke('x', { callbacks: [{ onStart }] });
        return type;
      };
      printed.push(await typeOf());
      await import('runwright/langchain');
      printed.push(await typeOf());
      console.log(JSON.stringify(printed));
    `);
    expect(printed).to.deep.equal(['Hi', ['H', 'i'], 'chain', 'chat_model']);
  });
});
