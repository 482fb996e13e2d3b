import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, RunnableSequence, type Run, type RunContext } from 'runwright';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A runnable that tells what it was configured with, called without a config from inside others. */
const tell = RunnableLambda.from((_: unknown, ctx: RunContext) => ({
  tags: ctx.tags,
  user: ctx.configurable['user'],
  note: ctx.metadata['note'],
}));

describe('ambient context', () => {
  it('A16.7 reaches a runnable that a step calls without a config, also after awaiting', async () => {
    const outer = RunnableLambda.from(async () => {
      await tick();
      return tell.invoke('');
    });
    const config = { tags: ['t'], metadata: { note: 'n' }, configurable: { user: 'u' } };
    expect(await outer.invoke('', config)).to.deep.equal({ tags: ['t'], user: 'u', note: 'n' });
  });

  it('A16.7 reaches runnables called in detached tasks', async () => {
    let detached: Promise<unknown> = Promise.resolve();
    const outer = RunnableLambda.from(() => {
      detached = tick().then(() => tell.invoke(''));
      return 'done';
    });
    await outer.invoke('', { tags: ['t'], configurable: { user: 'u' } });
    expect(await detached).to.deep.equal({ tags: ['t'], user: 'u', note: undefined });
  });

  it('A16.7 reaches runnables called between the chunks of a generator, whoever pulls it', async () => {
    const seen: unknown[] = [];
    const generate = RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
      for await (const chunk of chunks) {
        seen.push((await tell.invoke('')).user);
        yield `${chunk}1`;
        seen.push((await tell.invoke('')).user);
        yield `${chunk}2`;
      }
    });
    const one = generate.stream('a', { configurable: { user: 'one' } });
    const two = generate.stream('b', { configurable: { user: 'two' } });
    for (let pull = 0; pull < 3; pull += 1) {
      await one.next();
      await two.next();
    }
    expect(seen).to.deep.equal(['one', 'two', 'one', 'two']);
  });

  it('A16.7 leaks nothing after the call', async () => {
    await RunnableLambda.from(() => tell.invoke('')).invoke('', { configurable: { user: 'u' } });
    expect((await tell.invoke('')).user).to.equal(undefined);
  });

  it('A16.7 gives way to a config, key by key', async () => {
    const outer = RunnableLambda.from(() => tell.invoke('', { configurable: { user: 'inner' } }));
    const told = await outer.invoke('', { tags: ['t'], configurable: { user: 'outer' } });
    expect(told).to.deep.equal({ tags: ['t'], user: 'inner', note: undefined });
  });

  it('hands the abortion of a run on to runnables called without a config', async () => {
    const controller = new AbortController();
    let innerSignal: AbortSignal | undefined;
    const inner = RunnableLambda.from((_: string, ctx: RunContext) => {
      innerSignal = ctx.signal;
      return new Promise(() => undefined);
    });
    const outer = RunnableLambda.from((text: string) => inner.invoke(text));
    const run = outer.invoke('', { signal: controller.signal });
    await tick();
    controller.abort();
    const reason: unknown = await run.catch((error: unknown) => error);
    expect(reason).to.equal(controller.signal.reason);
    expect(innerSignal?.aborted).to.equal(true);
  });

  it("keeps each of 200 concurrent requests in the application's own storage, and in its own values", async () => {
    const requests = new AsyncLocalStorage<number>();
    const look = (): number | undefined => requests.getStore();
    const chain = RunnableSequence.from([
      async (id: number) => {
        await tick();
        expect(look()).to.equal(id);
        return id;
      },
      {
        one: async (id: number) => {
          await tick();
          return look() === id;
        },
        two: RunnableGenerator.from(async function* (ids: AsyncIterable<number>) {
          for await (const id of ids) {
            await tick();
            yield [look() === id];
            yield [(await tell.invoke('')).user === id];
          }
        }),
      },
      (flags: { one: boolean; two: boolean[] }) => [flags.one, ...flags.two, look()],
    ]);
    const ids = Array.from({ length: 200 }, (_, id) => id);
    const heard: boolean[] = [];
    const listen = async (run: Run): Promise<void> => {
      await tick();
      heard.push(look() === run.metadata['user']);
    };
    const listened = chain.withListeners({ onStart: listen, onEnd: listen });
    const handler = { onStart: listen, onEnd: listen };
    const results = await Promise.all(
      ids.map((id) =>
        requests.run(id, () => listened.invoke(id, { configurable: { user: id }, callbacks: [handler] })),
      ),
    );
    expect(results).to.deep.equal(ids.map((id) => [true, true, true, id]));
    expect(heard.length).to.be.greaterThan(200 * 4);
    expect(heard.every((own) => own)).to.equal(true);
  });
});
