import { expect } from 'chai';
import {
  addChunks,
  addable,
  AIMessageChunk,
  ChatPromptTemplate,
  ensureConfig,
  JsonOutputParser,
  load,
  mergeConfigs,
  patchConfig,
  PromptTemplate,
  RouterRunnable,
  RunLog,
  RunLogPatch,
  RunnableAssign,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  type JsonPatchOperation,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

/** Data that somebody sends, with keys that reach prototypes where objects are merged carelessly. */
function hostile(): Record<string, unknown> {
  return JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"prototype":{"polluted":3},"ok":4}',
  ) as Record<string, unknown>;
}

/** A function of what somebody sends that makes something of it. */
type Work = (data: Record<string, unknown>) => unknown;

const through = new RunnablePassthrough<unknown>();
const context = RunnableLambda.from((_: unknown, { kwargs, configurable, metadata, tags }: RunContext) => ({
  kwargs,
  configurable,
  metadata,
  tags,
}));
const asStep = (data: object): never =>
  Object.fromEntries(Object.keys(data).map((key) => [key, (x: unknown) => x])) as never;

const PLACES: Readonly<Record<string, Work>> = {
  'a config that is filled up': (data) => ensureConfig({ ...data, metadata: data, configurable: data }),
  'configs that are merged': (data) =>
    mergeConfigs(data, { metadata: data, configurable: data }, { metadata: data, configurable: data }),
  'a config that is patched': (data) =>
    patchConfig({ configurable: data, metadata: data }, { ...data, configurable: data }),
  'the config of a call': (data) => context.invoke('x', { ...data, metadata: data, configurable: data }),
  'a config that is bound, and one that is bound over it': (data) =>
    context
      .withConfig({ metadata: data, configurable: data })
      .withConfig({ ...data, configurable: data })
      .bindConfig(() => ({ metadata: data, configurable: data }))
      .invoke('x', { metadata: data, configurable: data }),
  'arguments that are bound, and those of a call': (data) =>
    context.bind(data).bind(data).invoke('x', undefined, data),
  'the input of an assign': (data) => RunnableAssign.from({ added: through }).invoke(data),
  'the chunks of an assign': (data) =>
    collect(RunnableAssign.from({ added: through }).transform([addable(data), addable(hostile())] as never)),
  'the keys of an assign': (data) => RunnableAssign.from(asStep(data)).invoke({ a: 1 } as never),
  'the keys of a parallel': (data) => RunnableParallel.from(asStep(data)).invoke(1 as never),
  'the chunks of a parallel': (data) => collect(RunnableParallel.from(asStep(data)).stream(1 as never)),
  'keys that are picked': (data) => new RunnablePick(Object.keys(data) as never).invoke(data),
  'chunks that add up': (data) => addChunks([addable(data), addable(hostile())]),
  'chunks of a message': (data) =>
    addChunks([
      new AIMessageChunk({ content: '', additionalKwargs: data }),
      new AIMessageChunk({ content: '', additionalKwargs: hostile(), responseMetadata: data }),
    ]),
  'values of fields': (data) =>
    new RunnablePick('ok').configurableFields({ keys: { id: 'keys' } }).invoke(data, {
      configurable: { ...data, keys: '__proto__' },
    }),
  'what an alternative is chosen by': (data) =>
    through
      .configurableAlternatives({ id: 'which' }, { other: through })
      .invoke('x', { configurable: { ...data, which: 'other' } }),
  'a document that is loaded': async (data) => {
    const bound = through.bind(data).withConfig({ metadata: data });
    const again = await load(JSON.stringify(bound));
    return [JSON.stringify(again), await again.invoke('x', undefined, data)];
  },
  'variables of a prompt': (data) => [
    PromptTemplate.fromTemplate('{ok}').partial({ ok: 1 }).invoke(data),
    ChatPromptTemplate.fromMessages([['human', '{ok}']])
      .partial(data as never)
      .invoke(data),
    new PromptTemplate({ template: '{{ok}}', templateFormat: 'mustache', partialVariables: data }).invoke(
      data,
    ),
  ],
  'an answer in JSON': (data) => new JsonOutputParser().invoke(JSON.stringify(data)),
  'the arguments of a tool': (data) =>
    through.asTool({ name: 't', argTypes: { ok: Number } } as never).invoke(JSON.stringify(data)),
  'arguments of a tool with unknown ones taken away': (data) =>
    through.asTool({ name: 't', argTypes: { ok: Number }, unknownProperties: 'strip' } as never).invoke(data),
  'the log of a run': async (data) => {
    const chain = RunnableSequence.from([through, (x: unknown) => [x, x]]);
    let log = new RunLog([], undefined);
    for await (const patch of chain.streamLog(data)) log = log.concat(patch);
    return log.state;
  },
};

describe('keys that reach prototypes', () => {
  const before = Object.getOwnPropertyNames(Object.prototype);

  afterEach(() => {
    // Taken away before anything else can stumble over it.
    const polluted = Object.getOwnPropertyNames(Object.prototype).filter((name) => !before.includes(name));
    for (const name of polluted) Reflect.deleteProperty(Object.prototype, name);
    expect(polluted).to.deep.equal([]);
  });

  for (const [place, work] of Object.entries(PLACES)) {
    it(`reach none in ${place}`, async () => {
      const data = hostile();
      const kept = JSON.stringify(data);
      const made = await work(data);
      const all = await Promise.all(Array.isArray(made) ? (made as unknown[]) : [made]);
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      for (const one of all) expectOwn(one);
      expect(JSON.stringify(data)).to.equal(kept);
      expect(Object.getPrototypeOf(data)).to.equal(Object.prototype);
    });
  }

  for (const path of ['/__proto__/polluted', '/constructor/prototype/polluted', '/logs/__proto__/polluted']) {
    it(`reach none in a patch of ${path}`, () => {
      const first = new RunLogPatch([{ op: 'replace', path: '', value: { logs: {} } }]);
      const log = new RunLog([], undefined).concat(first);
      const op: JsonPatchOperation = { op: 'add', path, value: 1 };
      const { state } = log.concat(new RunLogPatch([op]));
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      expectOwn(state);
      for (const each of [state, state?.logs]) expect(Object.getPrototypeOf(each)).to.equal(Object.prototype);
    });
  }

  it('are no routes, no alternatives and no variables unless somebody names them so', async () => {
    const router = new RouterRunnable({ runnables: { a: through } });
    const choice = through.configurableAlternatives({ id: 'which' }, { other: through });
    const nameOf = async (work: Promise<unknown>): Promise<string> => ((await caught(work)) as Error).name;
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(await nameOf(router.invoke({ key, input: 1 }))).to.equal('NoRouteError');
      expect(await nameOf(choice.invoke(1, { configurable: { which: key } }))).to.equal('InvalidConfigError');
      const prompt = new PromptTemplate({ template: `{${key}}` });
      expect(await nameOf(prompt.invoke({}))).to.equal('MissingVariableError');
    }
  });
});

/** Fails where something is found on an object that is not its own, however deep. */
function expectOwn(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  expect((value as { polluted?: unknown }).polluted, JSON.stringify(value)).to.satisfy(
    (polluted: unknown) => polluted === undefined || Object.hasOwn(value, 'polluted'),
  );
  for (const key of Object.keys(value)) expectOwn(Object.getOwnPropertyDescriptor(value, key)?.value);
}
