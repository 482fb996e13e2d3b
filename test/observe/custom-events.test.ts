import { expect } from 'chai';
import {
  OutsideRunError,
  RunnableLambda,
  RunnableSequence,
  dispatchCustomEvent,
  type RunContext,
  type StreamEvent,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { words } from '../support/events.js';
import { later } from '../support/later.js';

const b = RunnableLambda.from((text: string) => `${text}b`, { name: 'b' });

describe('A19.10 custom events in streamEvents', () => {
  const slow = RunnableLambda.from(
    async (_: string, ctx: RunContext) => {
      await ctx.dispatch('progress_event', { message: 'Finished step 1 of 3' });
      await later();
      await ctx.dispatch('progress_event', { message: 'Finished step 2 of 3' });
      return 'Done';
    },
    { name: 'slow' },
  );

  it('are told of with the run that sends them, its parents, and the tags it inherits', async () => {
    const events = await collect(RunnableSequence.from([slow, b]).streamEvents('x', { tags: ['t'] }));
    const [root, start] = events as [StreamEvent, StreamEvent];
    const custom = events.filter(({ event }) => event === 'on_custom_event');
    expect(custom).to.deep.equal(
      [1, 2].map((step) => ({
        ...{ event: 'on_custom_event', name: 'progress_event', run_id: start.run_id },
        ...{ parent_ids: [root.run_id], tags: ['t'], metadata: {} },
        data: { message: `Finished step ${String(step)} of 3` },
      })),
    );
    expect(words(events).slice(1, 6)).to.deep.equal([
      ...['chain_start slow', 'custom_event progress_event', 'custom_event progress_event'],
      ...['chain_stream slow', 'chain_start b'],
    ]);
  });

  it('are filtered by their own names', async () => {
    const events = await collect(slow.streamEvents('x', {}, { includeNames: ['progress_event'] }));
    expect(events).to.have.length(2);
  });

  it('can be sent without the context, from wherever in the run', async () => {
    const send = RunnableLambda.from(
      async (_: string) => {
        await later();
        await dispatchCustomEvent('e', 1);
      },
      { name: 'send' },
    );
    const outer = RunnableLambda.from((text: string) => send.invoke(text), { name: 'outer' });
    expect(words(await collect(outer.streamEvents('x')))).to.deep.equal([
      ...['chain_start outer', 'chain_start send', 'custom_event e', 'chain_end send'],
      ...['chain_stream outer', 'chain_end outer'],
    ]);
    await send.invoke('x');
  });

  it('can be sent with the context, or a config made of it', async () => {
    const send = RunnableLambda.from(
      async (_: string, ctx: RunContext) => {
        await dispatchCustomEvent('e', 1, ctx);
        await dispatchCustomEvent('e', 2, { ...ctx, tags: ['own'] });
      },
      { name: 'send' },
    );
    const events = await collect(send.streamEvents('x', {}, { includeNames: ['e'] }));
    expect(events.map(({ data }) => data)).to.deep.equal([1, 2]);
    await send.invoke('x');
  });

  it('cannot be sent for a config that belongs to no run', async () => {
    const error = await caught(dispatchCustomEvent('e', 1, { tags: ['t'] }));
    expect(error).to.be.instanceOf(OutsideRunError);
    expect(String(error)).to.include('Unable to dispatch the event "e" without a parent run id');
  });

  it('keep their data untouched', async () => {
    const data = Object.freeze({ message: 'mine' });
    const send = RunnableLambda.from((_: string, ctx: RunContext) => ctx.dispatch('e', data));
    const events = await collect(send.streamEvents('x', {}, { includeNames: ['e'] }));
    expect(events[0]?.data).to.equal(data);
  });
});
