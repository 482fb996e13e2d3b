import { expect } from 'chai';
import { RunnableLambda, RunnableSequence } from 'runwright';
import { caught } from '../support/caught.js';
import { turns } from '../support/turns.js';

describe('the steps of a chain', () => {
  it('do not start once a step has aborted the signal of a synchronous run', () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const ran: string[] = [];
    const chain = RunnableSequence.from([
      () => {
        controller.abort(reason);
        ran.push('first');
      },
      () => ran.push('second'),
    ]);
    expect(() => chain.invokeSync(undefined, { signal: controller.signal })).to.throw(reason);
    expect(ran).to.deep.equal(['first']);
  });

  it('do not start once a step has aborted the signal of a run', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const ran: string[] = [];
    const chain = RunnableSequence.from([
      async () => {
        await Promise.resolve();
        controller.abort(reason);
        ran.push('first');
      },
      () => ran.push('second'),
    ]);
    expect(await caught(chain.invoke(undefined, { signal: controller.signal }))).to.equal(reason);
    expect(ran).to.deep.equal(['first']);
  });

  it('do not start in a chain inside a stream that its reader has left', async () => {
    const ran: string[] = [];
    let goOn: (() => void) | undefined;
    const inner = RunnableSequence.from([
      () => new Promise<void>((resolve) => (goOn = resolve)),
      () => ran.push('second'),
    ]);
    const stream = RunnableLambda.from((_: number) => inner).stream(1);
    const first = stream.next();
    await turns();
    const left = stream.return();
    await turns();
    goOn?.();
    await left;
    await first.catch(() => undefined);
    await turns();
    expect(ran).to.deep.equal([]);
  });
});
