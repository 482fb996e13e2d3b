import { expect } from 'chai';
import {
  RunnableLambda,
  ensureConfig,
  getConfigList,
  mergeConfigs,
  patchConfig,
  type RunnableConfig,
} from 'runwright';

describe('ensureConfig', () => {
  it('A16.1 fills in defaults', () => {
    expect(ensureConfig()).to.deep.equal({ tags: [], metadata: {}, recursionLimit: 25, configurable: {} });
  });

  it('A16.1 takes the run around as the base and puts each key of the config in place of its', async () => {
    let seen: RunnableConfig = {};
    const step = RunnableLambda.from(() => (seen = ensureConfig({ tags: ['mine'] })));
    const around = { tags: ['root'], metadata: { user: 'ada' }, maxConcurrency: 3, configurable: { a: 1 } };
    await step.invoke(undefined, around);
    expect(seen).to.deep.equal({
      tags: ['mine'],
      metadata: { user: 'ada', a: 1 },
      recursionLimit: 25,
      maxConcurrency: 3,
      configurable: { a: 1 },
    });
  });

  it('A16.1 gives the plain config of a context, with what aborts it', async () => {
    const controller = new AbortController();
    const step = RunnableLambda.from((_: unknown, ctx) => ensureConfig(ctx));
    const { signal, ...rest } = await step.invoke(undefined, {
      tags: ['a'],
      recursionLimit: 7,
      signal: controller.signal,
    });
    expect(rest).to.deep.equal({ tags: ['a'], metadata: {}, recursionLimit: 7, configurable: {} });
    expect(signal).to.be.instanceOf(AbortSignal);
    expect(await step.invoke(undefined, { tags: ['a'] })).not.to.have.property('signal');
  });

  it('A16.1 ignores keys without a value', () => {
    const config = { tags: null, maxConcurrency: undefined, runName: 'x' } as object as RunnableConfig;
    expect(ensureConfig(config)).to.deep.equal({
      runName: 'x',
      tags: [],
      metadata: {},
      recursionLimit: 25,
      configurable: {},
    });
  });

  it('A16.1 copies what it is given', () => {
    const config = { tags: ['a'], metadata: { m: 1 }, configurable: { c: 1 } };
    const filled = ensureConfig(config);
    expect(filled.tags).not.to.equal(config.tags);
    expect(filled.metadata).not.to.equal(config.metadata);
    expect(filled.configurable).not.to.equal(config.configurable);
    expect(config).to.deep.equal({ tags: ['a'], metadata: { m: 1 }, configurable: { c: 1 } });
  });

  it('A16.2 copies simple configurable values into metadata, but no secrets, private keys or objects', () => {
    const configurable = {
      model: 'small',
      temperature: 0,
      cached: false,
      taken: 'new',
      api_key: 's',
      apiKey: 's',
      __private: 's',
      nested: {},
    };
    const { metadata } = ensureConfig({ configurable, metadata: { taken: 'old' } });
    expect(metadata).to.deep.equal({ model: 'small', temperature: 0, cached: false, taken: 'old' });
  });

  it('A16.2 does the same for every run', async () => {
    const step = RunnableLambda.from((_: unknown, ctx) => ctx.metadata);
    const config = { configurable: { model: 'small', api_key: 's' }, metadata: { m: 1 } };
    expect(await step.invoke(undefined, config)).to.deep.equal({ model: 'small', m: 1 });
  });

  it('A15.2 moves keys that are no config keys to configurable', () => {
    const config: RunnableConfig & { readonly temperature: number } = {
      temperature: 1,
      configurable: { top: 2 },
    };
    expect(ensureConfig(config).configurable).to.deep.equal({ temperature: 1, top: 2 });
  });
});

describe('mergeConfigs', () => {
  it('A16.3 joins tags in alphabetical order, each once', () => {
    expect(mergeConfigs({ tags: ['b', 'c'] }, { tags: ['a', 'b'] })).to.deep.equal({ tags: ['a', 'b', 'c'] });
    expect(mergeConfigs({ tags: ['b', 'a'] })).to.deep.equal({ tags: ['a', 'b'] });
  });

  it('A16.3 merges metadata and configurable values key by key, the later over the earlier', () => {
    const earlier = { metadata: { a: 1, b: 1 }, configurable: { a: 1, b: 1 } };
    const later = { metadata: { b: 2 }, configurable: { b: 2 } };
    expect(mergeConfigs(earlier, later)).to.deep.equal({
      metadata: { a: 1, b: 2 },
      configurable: { a: 1, b: 2 },
    });
    expect(earlier).to.deep.equal({ metadata: { a: 1, b: 1 }, configurable: { a: 1, b: 1 } });
  });

  it('A16.3 takes a recursion limit only where it is not the default', () => {
    expect(mergeConfigs({ recursionLimit: 5 }, { recursionLimit: 25 })).to.deep.equal({ recursionLimit: 5 });
    expect(mergeConfigs({ recursionLimit: 5 }, { recursionLimit: 7 })).to.deep.equal({ recursionLimit: 7 });
  });

  it('A16.3 takes the later of other keys unless it is empty', () => {
    const merged = mergeConfigs(
      { runName: 'a', maxConcurrency: 2 },
      { runName: '', maxConcurrency: undefined },
    );
    expect(merged).to.deep.equal({ runName: 'a', maxConcurrency: 2 });
    expect(mergeConfigs({ runName: 'a' }, undefined, { runName: 'b' })).to.deep.equal({ runName: 'b' });
  });

  it('keeps a configurable value that is false or zero under a key of its own', () => {
    const zero: RunnableConfig & { readonly temperature: number } = { temperature: 0 };
    expect(mergeConfigs({ ...zero, temperature: 1 } as RunnableConfig, zero)).to.deep.equal({
      temperature: 0,
    });
  });

  it('aborts with either of two signals, and takes the shorter timeout and the smaller budget', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const merged = mergeConfigs(
      { signal: first.signal, timeout: 100, retryBudget: 0 },
      { signal: second.signal, timeout: 200, retryBudget: 3 },
    );
    expect(merged.timeout).to.equal(100);
    expect(merged.retryBudget).to.equal(0);
    second.abort('stop');
    expect(merged.signal?.aborted).to.equal(true);
    expect(merged.signal?.reason).to.equal('stop');
    expect(mergeConfigs({ signal: first.signal }, { signal: first.signal }).signal).to.equal(first.signal);
  });

  it('takes prototype keys for data', () => {
    const merged = mergeConfigs({}, JSON.parse('{"__proto__": {"polluted": true}}') as RunnableConfig);
    expect(Object.getPrototypeOf(merged)).to.equal(Object.prototype);
    expect((merged as { polluted?: boolean }).polluted).to.equal(undefined);
  });
});

describe('patchConfig', () => {
  it('A16.4 merges configurable values and replaces other keys', () => {
    const config = { runName: 'a', tags: ['t'], configurable: { a: 1 } };
    expect(patchConfig(config, { tags: ['u'], recursionLimit: 3, configurable: { b: 2 } })).to.deep.equal({
      runName: 'a',
      tags: ['u'],
      recursionLimit: 3,
      configurable: { a: 1, b: 2 },
    });
    expect(config).to.deep.equal({ runName: 'a', tags: ['t'], configurable: { a: 1 } });
  });

  it('A16.4 drops name and id of the run together with its callbacks', () => {
    const callbacks: readonly object[] = [];
    const config = { runName: 'a', runId: '0192d3a4-0000-7000-8000-000000000000', tags: ['t'] };
    expect(patchConfig(config, { callbacks })).to.deep.equal({ tags: ['t'], callbacks });
  });
});

describe('getConfigList', () => {
  it('A16.5 refuses a list of another length than the inputs, and a negative length', () => {
    expect(() => getConfigList([{}, {}], 3)).to.throw(
      'config must be a list of the same length as inputs, but got 2 configs for 3 inputs',
    );
    expect(() => getConfigList({}, -1)).to.throw('length must be >= 0, but got -1');
  });

  it('A16.6 leaves a run id to the first element', () => {
    expect(getConfigList({ runId: 'x', tags: ['t'] }, 2)).to.deep.equal([
      { runId: 'x', tags: ['t'] },
      { tags: ['t'] },
    ]);
  });
});
