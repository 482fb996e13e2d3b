import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a module in a process of its own, for in this one everything is loaded; gives what it prints, read as JSON. */
async function printedBy(code: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './.ts-node.mjs', '--conditions=@runwright/source', '--input-type=module', '--eval', code],
    { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return JSON.parse(stdout);
}

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
