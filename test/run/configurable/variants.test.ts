import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, injectable, preDestroy } from 'inversify';
import { Configurable, Runnable, Step, createApp } from 'runwright';
import { caught } from '../../support/caught.js';
import { turns } from '../../support/turns.js';
import { warningsOf } from '../../support/warnings.js';

/** What a step needs that only comes later, and may fail to. */
@injectable()
class Pool {}

/** An application with one step, which is made anew for each tenant as soon as its pool is let open. */
async function tenants() {
  const log: string[] = [];
  const opening: ((pool: Pool | Promise<Pool>) => void)[] = [];

  @Runnable()
  class Query extends Step<string, string> {
    @Configurable({ id: 'tenant' }) tenant = 'nobody';
    constructor(readonly pool: Pool) {
      super();
    }
    run(text: string): string {
      log.push(`ran ${this.tenant}`);
      return text;
    }
    @preDestroy() close(): void {
      log.push(`closed ${this.tenant}`);
    }
  }

  let isHeld = false;
  const services = new ContainerModule(({ bind }) => {
    const open = (): Promise<Pool> =>
      isHeld ? new Promise<Pool>((resolve) => opening.push(resolve)) : Promise.resolve(new Pool());
    bind(Pool).toDynamicValue(open).inTransientScope();
  });
  const app = await createApp({ runnables: [Query], modules: [services], configurableCacheSize: 1 });
  const query = await app.getAsync(Query);
  isHeld = true;
  const ask = (tenant: string, signal?: AbortSignal): Promise<string> =>
    query.invoke('', { configurable: { tenant }, signal });
  const open = (pool: Pool | Promise<Pool> = new Pool()): void => {
    for (const resolve of opening.splice(0)) resolve(pool);
  };
  return { log, query, ask, open };
}

describe('variants that are made asynchronously', () => {
  it('are disposed of after the run that waited for them, though they were evicted meanwhile', async () => {
    const { log, ask, open } = await tenants();
    const both = [ask('a'), ask('b')];
    open();
    await Promise.all(both);
    expect(log).to.deep.equal(['ran a', 'ran b', 'closed a']);
  });

  it('are disposed of though the run that waited for them was aborted', async () => {
    const { log, ask, open } = await tenants();
    const controller = new AbortController();
    const aborted = caught(ask('a', controller.signal));
    controller.abort();
    await aborted;
    open();
    await turns(2);
    const other = ask('b');
    open();
    await other;
    expect(log).to.deep.equal(['closed a', 'ran b']);
  });

  it('are made concurrently for the inputs of a batch', async () => {
    const { log, query, open } = await tenants();
    const configs = ['a', 'b'].map((tenant) => ({ configurable: { tenant } }));
    const batch = query.batch(['', ''], configs);
    await turns();
    open();
    await turns(3);
    expect(log).to.have.members(['ran a', 'ran b', 'closed a']);
    await batch;
  });

  it('are made again by the next call where they could not be made, without a warning', async () => {
    const { log, ask, open } = await tenants();
    const messages = await warningsOf(async () => {
      const failing = caught(ask('a'));
      open(Promise.reject(new Error('no pool')));
      expect(await failing).to.have.property('message', 'no pool');
    });
    expect(messages).to.deep.equal([]);
    const next = ask('a');
    open();
    await next;
    expect(log).to.deep.equal(['ran a']);
  });
});
