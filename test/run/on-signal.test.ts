import { expect } from 'chai';
import { RunnableLambda } from 'runwright';
import { caught } from '../support/caught.js';
import { countedSignal } from '../support/counted-signal.js';

describe('one signal for many runs', () => {
  const never = RunnableLambda.from(() => new Promise<number>(() => undefined));

  it('D17 has one listener, however many runs wait for it, and none when they have ended', async () => {
    const counted = countedSignal();
    const { signal } = counted;
    const open: (() => void)[] = [];
    const step = RunnableLambda.from((_: number) => new Promise<void>((resolve) => open.push(resolve)));
    const runs = Array.from({ length: 20 }, (_, index) => step.invoke(index, { signal }));
    expect(counted.listeners).to.equal(1);
    open.forEach((end) => end());
    await Promise.all(runs);
    expect(counted.listeners).to.equal(0);
  });

  it('aborts them all', async () => {
    const controller = new AbortController();
    const runs = Array.from({ length: 20 }, () => caught(never.invoke(1, { signal: controller.signal })));
    const reason = new Error('enough');
    controller.abort(reason);
    expect(new Set(await Promise.all(runs))).to.deep.equal(new Set([reason]));
  });

  it('aborts those that still wait when another has ended', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = caught(never.invoke(1, { signal }));
    await RunnableLambda.from(async (x: number) => x).invoke(1, { signal });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await waiting).to.equal(reason);
  });
});
