import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import {
  AIMessage,
  ChatPromptTemplate,
  EnumOutputParser,
  LoadError,
  PromptTemplate,
  RunnableAssign,
  RunnableBase,
  RunnableBranch,
  RunnableEach,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  RouterRunnable,
  load,
} from 'runwright';
import { Random } from '../support/random.js';

let built = 0;

class Trap extends RunnableBase {
  static isLcSerializable(): boolean {
    return true;
  }
  readonly kind = 'trap';
  constructor() {
    super();
    built += 1;
  }
  execute(): unknown {
    return undefined;
  }
}

const p = new RunnablePassthrough();
const SEEDS: readonly string[] = [
  p,
  new RunnableSequence([p, new RunnablePick('a'), p] as never, { name: 'three' }),
  RunnableParallel.from({ a: p, b: new RunnableEach({ bound: p }) }),
  new RunnableBranch([[p as never, p]], new RunnablePick('b') as never),
  new RouterRunnable({ runnables: { a: p, b: p } }),
  RunnableAssign.from({ a: p, b: p }),
  p
    .bind({ a: [1, { lc: 1 }], b: { c: null } })
    .withConfig({ tags: ['x'], metadata: { k: 1 }, maxConcurrency: 2 }),
  p.withRetry({ stopAfterAttempt: 2, exponentialJitterParams: { initial: 1 } }),
  p.withFallbacks([p, p], { exceptionKey: 'e' }),
  p.configurableAlternatives({ id: 'which', name: 'Which' }, { other: p }),
  p.withTimeout({ total: 1000, firstChunk: 10 }),
  ChatPromptTemplate.fromMessages([
    ['system', 'a {b}'],
    ['placeholder', '{c}'],
    new AIMessage({ content: 'd', toolCalls: [{ name: 'e', args: {} }] }),
    ChatPromptTemplate.fromTemplate('f'),
  ]),
  new EnumOutputParser(['x', 'y']),
  PromptTemplate.fromTemplate('{a}').partial({ a: 1 }),
  p.asTool({ name: 't', argTypes: { a: Number } } as object),
  new RunnablePick('a').configurableFields({ keys: { id: 'k', type: String } }),
].map((runnable) => JSON.stringify(runnable));

const KEYS = [
  'lc',
  'type',
  'id',
  'kwargs',
  'name',
  '__proto__',
  'constructor',
  'prototype',
  'then',
  'toString',
  'bound',
  'first',
  'last',
  'middle',
  'steps',
  'config',
  'default',
  'branches',
  'promptMessages',
  'template',
  'schema',
  'values',
  'message',
  '__lc_escaped__',
];
const VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => '',
  () => 'constructor',
  () => 'secret',
  () => [],
  () => ({}),
  () => ['langchain', 'schema', 'runnable', 'RunnablePick'],
  () => ['runwright', 'classes', 'Trap'],
  () => ['langchain', 'schema', 'runnable', 'RunnableLambda'],
  () => ({ lc: 1, type: 'constructor', id: ['runwright', 'classes', 'Trap'], kwargs: {} }),
  () => ({ lc: 1, type: 'secret', id: ['HOME'] }),
  () => ({ lc: 1, type: 'not_implemented', id: ['x'], repr: 'x' }),
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => ({ constructor: { prototype: { polluted: true } } }),
];

/** Changes something somewhere in a document. */
function mutate(document: unknown, random: Random): unknown {
  if (random.below(4) === 0 || typeof document !== 'object' || document === null) {
    return random.below(2) === 0 ? random.of(VALUES)() : (JSON.parse(random.of(SEEDS)) as unknown);
  }
  const entries: [string, unknown][] = Object.entries(document);
  const at = random.below(Math.max(1, entries.length));
  const [key = 'x', value] = entries[at] ?? [];
  switch (random.below(6)) {
    case 0:
      entries.splice(at, 1);
      break;
    case 1:
      entries.push([random.of(KEYS), random.of(VALUES)()]);
      break;
    case 2:
      entries[at] = [random.of(KEYS), value];
      break;
    default:
      entries[at] = [key, mutate(value, random)];
  }
  return Array.isArray(document) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

/** Changes a letter of a text. */
function scramble(text: string, random: Random): string {
  const at = random.below(text.length);
  return (
    text.slice(0, at) +
    random.of(['{', '}', '[', ']', '"', ',', ':', '0', '\\', 'e9']) +
    text.slice(at + random.below(3))
  );
}

/** What a document says, without what has no meaning: names, which follow; values that stand for nothing. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, '__lc_escaped__'))
    return data((value as { __lc_escaped__: unknown }).__lc_escaped__);
  const form = value as { type?: unknown; id?: unknown[]; kwargs?: Record<string, unknown> };
  if (form.type !== 'constructor' || form.kwargs === undefined) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, meaning(inner)]));
  }
  const kwargs = meaning(form.kwargs) as Record<string, unknown>;
  const kind = form.id?.at(-1);
  if (kind === 'RunnableSequence') return { id: form.id, steps: stepsOf(kwargs), name: kwargs['name'] };
  if (kind === 'RunnableBinding' && kwargs['config'] !== undefined) {
    const said = Object.entries(kwargs['config'] as object).filter(([, inner]) => inner !== null);
    return { id: form.id, kwargs: { ...kwargs, config: Object.fromEntries(said) } };
  }
  if (kind === 'RunnableConfigurableAlternatives') {
    return { id: form.id, kwargs: { defaultKey: 'default', prefixKeys: false, ...kwargs } };
  }
  if (kind === 'PromptTemplate' || kind === 'ChatPromptTemplate') {
    return { id: form.id, kwargs: { templateFormat: 'f-string', partialVariables: {}, ...kwargs } };
  }
  return { id: form.id, kwargs };
}

/** What escaped data says, which may have been escaped without need. */
function data(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(data);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, data(item)]));
  return Object.hasOwn(value, 'lc') || Object.hasOwn(value, '__lc_escaped__') ? { data: inner } : inner;
}

/** The steps of a sequence; one inside it is taken apart. */
function stepsOf({
  first,
  middle = [],
  last,
}: {
  first?: unknown;
  middle?: unknown[];
  last?: unknown;
}): unknown[] {
  return [first, ...middle, last].flatMap(
    (step) => (step as { steps?: unknown[] } | undefined)?.steps ?? [step],
  );
}

describe('load of 10,000 mutated documents', function () {
  this.timeout(60_000);

  it('gives an error or an equal object, never a crash, never code', async () => {
    const random = new Random(20_241_120);
    const before = Object.getOwnPropertyNames(Object.prototype);
    const counts = { loaded: 0, refused: 0 };
    for (let count = 0; count < 10_000; count += 1) {
      let document: unknown = JSON.parse(random.of(SEEDS));
      for (let changes = 1 + random.below(3); changes > 0; changes -= 1) document = mutate(document, random);
      const text =
        random.below(5) === 0 ? scramble(JSON.stringify(document), random) : JSON.stringify(document);
      let runnable;
      try {
        runnable = await load(text);
      } catch (error) {
        if (!(error instanceof LoadError))
          throw new Error(`Document ${String(count)}: ${text}`, { cause: error });
        counts.refused += 1;
        continue;
      }
      counts.loaded += 1;
      const [said, written] = [meaning(JSON.parse(text)), meaning(JSON.parse(JSON.stringify(runnable)))];
      if (!isDeepStrictEqual(said, written)) expect(written, text).to.deep.equal(said);
    }
    expect(counts.loaded + counts.refused).to.equal(10_000);
    expect(built).to.equal(0);
    const trap = { lc: 1, type: 'constructor', id: ['runwright', 'classes', 'Trap'], kwargs: {} };
    await load(trap, { classes: [Trap] });
    expect(built, 'what the documents named can be built where it is registered').to.equal(1);
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(before);
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
    // Both must be common, or the mutations would show nothing.
    expect(counts.loaded).to.be.greaterThan(500);
    expect(counts.refused).to.be.greaterThan(5_000);
  });
});
