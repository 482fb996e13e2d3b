import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  type Run,
  type RunContext,
  type StreamEvent,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { gc } from '../support/gc.js';
import { heapUsed } from '../support/heap.js';

interface Big {
  readonly text: string;
}

const big = (): Big => ({ text: 'x'.repeat(1000) });
const size = RunnableLambda.from((input: Big) => input.text.length, { name: 'size' });
const add = RunnableLambda.from((x: number) => x + 1, { name: 'add' });
const chain = RunnableSequence.from([size, add]);

describe('what observers keep', () => {
  it('of an event keeps no run alive', async () => {
    const kept: StreamEvent[] = [];
    let input: WeakRef<Big> | undefined;
    await (async () => {
      const value = big();
      input = new WeakRef(value);
      for await (const event of chain.streamEvents(value)) if (event.name === 'add') kept.push(event);
    })();
    await gc();
    expect(kept).to.have.length(3);
    expect(input?.deref()).to.equal(undefined);
  });

  it('of what a handler was called with keeps no run and no input alive but what it was called with', async () => {
    const kept: unknown[][] = [];
    const names = { handleChainStart: 7, handleChainEnd: undefined, handleCustomEvent: undefined };
    const handler = Object.fromEntries(
      Object.entries(names).map(([method, index]) => [
        method,
        (...args: unknown[]) => {
          if (index === undefined || args[index] === 'add') kept.push(args);
        },
      ]),
    );
    const runs: WeakRef<Run>[] = [];
    const watcher = { onStart: (run: Run) => void runs.push(new WeakRef(run)) };
    const inputs: WeakRef<Big>[] = [];
    const send = RunnableLambda.from(async (x: number, ctx: RunContext) => {
      await ctx.dispatch('size', x);
      return x;
    });
    await (async () => {
      const value = big();
      inputs.push(new WeakRef(value));
      await RunnableSequence.from([size, add, send]).invoke(value, { callbacks: [handler, watcher] });
    })();
    await gc();
    expect(kept).to.have.length(6);
    expect(runs.map((run) => run.deref())).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(inputs[0]?.deref()).to.equal(undefined);
  });

  it('of a run keeps none of those above it alive, only their names', async () => {
    const kept: Run[] = [];
    let root: WeakRef<Run> | undefined;
    const observer = {
      onStart: (run: Run) => {
        if (run.parent === undefined) root = new WeakRef(run);
      },
      onEnd: (run: Run) => {
        if (run.name === 'add') kept.push(run);
      },
    };
    await chain.invoke(big(), { callbacks: [observer] });
    await gc();
    expect(kept[0]).to.have.property('path', 'RunnableSequence > add');
    expect(root?.deref()).to.equal(undefined);
  });

  it('of a context that outlives its run keeps no tree alive', async () => {
    const kept: unknown[] = [];
    let sibling: WeakRef<Run> | undefined;
    const observer = {
      onEnd: (run: Run) => {
        if (run.name === 'size') sibling = new WeakRef(run);
      },
    };
    const keep = RunnableLambda.from((x: number, ctx: RunContext) => {
      kept.push(ctx);
      return x;
    });
    await RunnableSequence.from([size, keep]).invoke(big(), { callbacks: [observer] });
    await gc();
    expect(sibling?.deref()).to.equal(undefined);
  });

  it('of a context that outlives its run keeps no run around it alive, nor their tree', async () => {
    const kept: RunContext[] = [];
    let root: WeakRef<Run> | undefined;
    const keep = RunnableLambda.from((x: number, ctx: RunContext) => {
      kept.push(ctx);
      return x;
    });
    await RunnableSequence.from([size, keep])
      .withListeners({ onEnd: (run) => void (root = new WeakRef(run)) })
      .invoke(big());
    await gc();
    expect(kept[0]?.run.path).to.equal('RunnableSequence > RunnableLambda');
    expect(root?.deref()).to.equal(undefined);
  });

  it('is a tree only where they ask for one', async () => {
    const counts: number[] = [];
    const count = (run: Run) => run.name === 'RunnableSequence' && counts.push(run.children.length);
    await chain.invoke(big(), { callbacks: [{ onEnd: count }] });
    await chain.withListeners({ onEnd: count }).invoke(big());
    expect(counts).to.deep.equal([0, 2]);
  });

  it('is nothing after the runs have ended, however many there were', async () => {
    const handler = { handleChainStart: () => undefined, handleChainEnd: () => undefined };
    const fail = RunnableLambda.from((_: Big): number => {
      throw new Error('down');
    });
    const { signal } = new AbortController();
    const endless = RunnableGenerator.from(async function* (_: AsyncIterable<number>) {
      for (;;) yield 1;
    });
    const work = async (): Promise<void> => {
      for (let round = 0; round < 300; round += 1) {
        await chain.invoke(big(), { callbacks: [handler], signal });
        await chain.batch([big(), big()], { callbacks: [handler], signal });
        await caught(fail.invoke(big(), { callbacks: [handler], signal }));
        await collect(chain.streamEvents(big(), { signal }));
        await collect(chain.streamLog(big(), { signal }));
        for await (const { event } of endless.streamEvents(1, { signal }))
          if (event.endsWith('stream')) break;
      }
    };
    await work();
    const before = await heapUsed();
    await work();
    expect((await heapUsed()) - before).to.be.below(1_000_000);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  }).timeout(60_000);
});
