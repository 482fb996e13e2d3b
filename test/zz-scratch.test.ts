import { expect } from 'chai';
import { RunnableLambda, RunnableGenerator, RunnableParallel, RunnablePassthrough, addChunks, addable, type RunnableConfig } from 'runwright';
const inc = RunnableLambda.from(async (x: number) => x + 1);
const show = async (name: string, fn: () => unknown) => { try { console.log(name, '=>', await fn()); } catch (e) { console.log(name, 'threw', (e as Error).name, (e as Error).message); } };
describe('scratch', () => {
  it('x', async () => {
    process.on('warning', (w) => console.log('WARNING', w.name, w.message));
    await show('timeout null', () => inc.invoke(1, { timeout: null } as never));
    await show('signal null', () => inc.invoke(1, { signal: null } as never));
    await show('tags null', () => inc.invoke(1, { tags: null } as never));
    await show('metadata null', () => inc.invoke(1, { metadata: null } as never));
    await show('configurable null', () => inc.invoke(1, { configurable: null } as never));
    await show('callbacks null', () => inc.invoke(1, { callbacks: null } as never));
    await show('runName null', () => inc.invoke(1, { runName: null } as never));
    await show('maxConcurrency null', () => inc.batch([1], { maxConcurrency: null } as never));
    await show('maxConcurrency "2"', () => inc.batch([1], { maxConcurrency: '2' } as never));
    await show('recursionLimit null', () => inc.invoke(1, { recursionLimit: null } as never));
    await show('retryBudget null', () => inc.withRetry({waitExponentialJitter:false}).invoke(1, { retryBudget: null } as never));
    await show('config null', () => inc.invoke(1, null as never));
    await show('timeout "5"', () => inc.invoke(1, { timeout: '5000' } as never));
    await show('withConfig null timeouts', () => inc.withConfig({ timeout: null } as never).invoke(1));
    await show('metadata string', () => inc.invoke(1, { metadata: 'abc' } as never));
    await show('bind null', () => inc.bind(null as never).invoke(1));
    let n = 0;
    const empty = RunnableGenerator.from(async function* (c: AsyncIterable<number>) { for await (const _ of c); if (Math.random() > 2) yield 1; });
    const fb = empty.withFallbacks([inc], { exceptionsToHandle: () => { n++; return true; } });
    const out: unknown[] = []; for await (const c of fb.stream(1)) out.push(c);
    console.log('empty fallback', out, 'predicate calls', n);
    await show('retry-after map', async () => {
      const t = Date.now(); let c = 0;
      const r = RunnableLambda.from((x: number) => { if (c++ === 0) throw Object.assign(new Error('x'), { headers: new Map([['Retry-After', '0.2']]) }); return x; }).withRetry({ waitExponentialJitter: false });
      await r.invoke(1); return Date.now() - t;
    });
    await show('bindConfig nonfunction', () => inc.bindConfig(5 as never).invoke(1));
    await show('parallel from empty stream', async () => { const o: unknown[] = []; for await (const c of RunnableParallel.from({}).stream(1)) o.push(c); return o; });
    await show('batchSettled router', () => 1);
    await show('addable nested', () => JSON.stringify(addChunks([addable({ a: addable({ x: 'a' }) }), addable({ a: addable({ x: 'b', y: [1] }) })])));
    await show('assign failing mapper', async () => {
      let opened = 0;
      const src = async function* () { yield { a: 1 }; opened++; await new Promise((r) => setTimeout(r, 300)); yield { b: 2 }; };
      const t = Date.now();
      const assign = RunnablePassthrough.assign({ k: RunnableGenerator.from(async function* (c: AsyncIterable<object>): AsyncGenerator<number> { for await (const _ of c) throw new Error('boom'); }) });
      try { for await (const c of assign.transform(src() as never)) console.log(c); } catch (e) { return `${(e as Error).message} after ${Date.now() - t}`; }
      return 'none';
    });
  });
});
