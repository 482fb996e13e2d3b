import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  ChatPromptTemplate,
  CommaSeparatedListOutputParser,
  EnumOutputParser,
  Fallback,
  HumanMessage,
  JsonOutputParser,
  LoadError,
  PromptTemplate,
  Retry,
  Runnable,
  RunnableAssign,
  RunnableBase,
  RunnableBranch,
  RunnableEach,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  RouterRunnable,
  Step,
  StringOutputParser,
  StructuredOutputParser,
  createApp,
  load,
  type LoadOptions,
} from 'runwright';
import { caught } from '../support/caught.js';
import { fc } from '../support/properties.js';

/** A runnable of whatever types. */
type Some = Runnable<unknown, unknown>;

class Dictionary {
  look(word: string): string {
    return `${word}!`;
  }
}

@Runnable()
class Shout extends Step<unknown, string> {
  constructor(private readonly dictionary: Dictionary = new Dictionary()) {
    super();
  }
  run(input: unknown): string {
    return this.dictionary.look(JSON.stringify(input));
  }
}

@Runnable()
class Fail extends Step<unknown, string> {
  run(): string {
    throw new TypeError('never');
  }
}

@Retry({ stopAfterAttempt: 2, waitExponentialJitter: false })
@Fallback([Shout])
@Chain([Shout, Fail])
class Stubborn extends Step<unknown, string> {}

class Suffix extends RunnableBase<unknown, string> {
  static readonly lcNamespace = ['mine'];
  static isLcSerializable(): boolean {
    return true;
  }
  readonly kind = 'suffix';
  constructor(readonly fields: { readonly suffix: string; readonly apiKey?: string }) {
    super();
  }
  get lcSecrets(): Record<string, string> {
    return { apiKey: 'API_KEY' };
  }
  execute(input: unknown): string {
    return `${JSON.stringify(input)}${this.fields.suffix}${this.fields.apiKey ?? ''}`;
  }
  override fieldValues(): Readonly<Record<string, unknown>> {
    return this.fields;
  }
}

const COMPONENTS = [
  PromptTemplate.fromTemplate('{a} of {b}'),
  ChatPromptTemplate.fromMessages([
    ['system', '{a}'],
    ['placeholder', '{b}'],
    new HumanMessage('{as it is}'),
    ChatPromptTemplate.fromTemplate('{a}'),
  ]),
  new StringOutputParser(),
  new JsonOutputParser(),
  new CommaSeparatedListOutputParser(),
  new EnumOutputParser(['a', 'b']),
  StructuredOutputParser.from({ type: 'array' }),
];
const classes = [Shout, Fail, Stubborn, Suffix];
const through = new RunnablePassthrough();

/** What a runnable does with an input: its output, or the message of its error. */
async function outcomeOf(runnable: Some, input: unknown): Promise<unknown> {
  try {
    return { output: await runnable.invoke(input) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

async function faultOf(document: unknown, options?: LoadOptions): Promise<string> {
  const error = await caught(load(document, options));
  expect(error, String(error)).to.be.instanceOf(LoadError);
  return (error as LoadError).message;
}

function entry(type: string, kwargs: object): object {
  return { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'runnable', type], kwargs };
}

const THROUGH = entry('RunnablePassthrough', {});

describe('load', () => {
  const some = fc.letrec<{ runnable: Some }>((tie) => {
    const runnable = tie('runnable');
    const key = fc.constantFrom('a', 'b', 'lc', '__proto__', 'constructor');
    const keyed = fc
      .array(fc.tuple(key, runnable), { minLength: 1, maxLength: 3 })
      .map((pairs) => Object.fromEntries(pairs));
    const data = fc.dictionary(
      key,
      fc.oneof(fc.constant({ lc: 1, type: 'secret', id: ['x'] }), fc.jsonValue({ maxDepth: 2 })),
      { maxKeys: 2 },
    );
    return {
      runnable: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'runnable' },
        fc.constant(through as Some),
        fc.constantFrom('a', ['a'], ['a', 'lc']).map((keys) => new RunnablePick(keys) as unknown as Some),
        fc.constantFrom<Some>(new Shout(), new Stubborn(), new Suffix({ suffix: '?' }) as never),
        fc.constantFrom<Some>(...(COMPONENTS as readonly object[] as readonly Some[])),
        fc
          .array(runnable, { minLength: 2, maxLength: 3 })
          .map((steps) => RunnableSequence.from(steps) as unknown as Some),
        keyed.map((steps) => RunnableParallel.from(steps) as unknown as Some),
        keyed.map((steps) => RunnableAssign.from(steps) as unknown as Some),
        keyed.map((runnables) => new RouterRunnable({ runnables }) as unknown as Some),
        fc
          .tuple(runnable, runnable, runnable)
          .map(([condition, step, otherwise]) => new RunnableBranch([[condition, step]], otherwise) as Some),
        runnable.map((bound) => new RunnableEach({ bound }) as unknown as Some),
        fc.tuple(runnable, data).map(([bound, kwargs]) => bound.bind(kwargs)),
        fc.tuple(runnable, data).map(([bound, metadata]) => bound.withConfig({ tags: ['t'], metadata })),
        runnable.map((bound) => bound.withTimeout({ total: 60_000 })),
        runnable.map((bound) => bound.asTool({ name: 'tool', argTypes: { a: Number } } as object) as never),
        runnable.map((bound) => bound.withRetry({ stopAfterAttempt: 2, waitExponentialJitter: false })),
        fc.tuple(runnable, runnable).map(([bound, other]) => bound.withFallbacks([other])),
        fc
          .tuple(runnable, runnable)
          .map(([bound, other]) => bound.configurableAlternatives({ id: 'which' }, { other })),
      ),
    };
  });

  it('A23.5 gives back any composition, which is written and runs the same', async function () {
    this.timeout(30_000);
    await fc.assert(
      fc.asyncProperty(some.runnable, fc.jsonValue({ maxDepth: 2 }), async (runnable, input) => {
        const text = JSON.stringify(runnable);
        const again = await load(text, { classes });
        expect(JSON.stringify(again)).to.equal(text);
        for (const value of [input, { a: input, b: 1, key: 'a', input: [input] }, [input]]) {
          expect(await outcomeOf(again, value)).to.deep.equal(await outcomeOf(runnable, value));
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('gets decorated classes from the container, wrappers and all', async () => {
    let made = 0;
    class Counting extends Dictionary {
      constructor() {
        super();
        made += 1;
      }
    }
    @Runnable()
    class Ask extends Step<string, string> {
      constructor(private readonly dictionary: Counting) {
        super();
      }
      run(word: string): string {
        return this.dictionary.look(word);
      }
    }
    const app = await createApp({
      runnables: [Ask],
      modules: [
        new (await import('inversify')).ContainerModule(
          ({ bind }) => void bind(Counting).toSelf().inSingletonScope(),
        ),
      ],
    });
    const text = JSON.stringify(app.get(Ask).pipe(new RunnablePassthrough<string>()));
    const again = await load<string, string>(text, { classes: [Ask], container: app });
    expect(await again.invoke('hi')).to.equal('hi!');
    expect(made).to.equal(1);
    const sameContainer = await load<string, string>(text, { classes: [Ask], container: app.container });
    expect(await sameContainer.invoke('hi')).to.equal('hi!');
  });

  it('makes other registered classes of their arguments, with the secrets that are given', async () => {
    const text = JSON.stringify(new Suffix({ suffix: '?', apiKey: 'hidden' }));
    expect(text).not.to.contain('hidden');
    const record = await load(text, { classes, secrets: { API_KEY: 'found' } });
    expect(await record.invoke('x')).to.equal('"x"?found');
    const resolver = await load(text, { classes, secrets: (id) => id.toLowerCase() });
    expect(await resolver.invoke('x')).to.equal('"x"?api_key');
  });

  it('waits for secrets that come later, and misses those that turn out to be none', async () => {
    const text = JSON.stringify(new Suffix({ suffix: '?', apiKey: 'hidden' }));
    const later = await load(text, { classes, secrets: (id) => Promise.resolve(id.toLowerCase()) });
    expect(await later.invoke('x')).to.equal('"x"?api_key');
    const locked = (): Promise<never> => Promise.reject(new Error('locked'));
    expect(await faultOf(text, { classes, secrets: locked })).to.equal(
      '[R314] Cannot load kwargs.apiKey: the secret "API_KEY" cannot be read: locked',
    );
    expect(await faultOf(text, { classes, secrets: () => Promise.resolve(undefined) })).to.equal(
      '[R314] Cannot load kwargs.apiKey: the secret "API_KEY" is not among those given.',
    );
  });

  it('names the place of what cannot be built, and keeps the error as the cause', async () => {
    class Picky extends Suffix {
      constructor(fields: { suffix: string }) {
        if (fields.suffix === '') throw new TypeError('a suffix is needed');
        super(fields);
      }
    }
    const picky = { lc: 1, type: 'constructor', id: ['mine', 'Picky'], kwargs: { suffix: '' } };
    const retry = entry('RunnableRetry', { bound: THROUGH, stopAfterAttempt: -1 });
    for (const [last, reason] of [
      [picky, 'a suffix is needed'],
      [retry, '[A102] '],
    ] as const) {
      const error = await caught(
        load(entry('RunnableSequence', { first: THROUGH, last }), { classes: [Picky] }),
      );
      expect(error).to.be.instanceOf(LoadError).with.property('path', 'kwargs.last');
      expect((error as Error).message).to.contain(`Cannot load kwargs.last: it cannot be built: ${reason}`);
      expect((error as Error).cause).to.be.instanceOf(Error);
    }
  });

  it('asks nobody for secrets but whom it is given', async () => {
    process.env['API_KEY'] = 'from the environment';
    const text = JSON.stringify(new Suffix({ suffix: '?', apiKey: 'hidden' }));
    try {
      expect(await faultOf(text, { classes })).to.equal(
        '[R314] Cannot load kwargs.apiKey: the secret "API_KEY" is not among those given.',
      );
    } finally {
      delete process.env['API_KEY'];
    }
    const inherited = entry('RunnableBinding', {
      bound: THROUGH,
      kwargs: { x: { lc: 1, type: 'secret', id: ['toString'] } },
    });
    expect(await faultOf(inherited, { secrets: {} })).to.contain('"toString" is not among those given');
  });

  it('builds only classes that are registered', async () => {
    let made = 0;
    class Unregistered extends Suffix {
      constructor(fields: { suffix: string }) {
        super(fields);
        made += 1;
      }
    }
    const text = JSON.stringify(new Unregistered({ suffix: '' }));
    made = 0;
    expect(await faultOf(text, { classes })).to.equal(
      '[R314] Cannot load the document: no class is registered for mine.Unregistered.',
    );
    for (const id of [
      ['constructor'],
      ['__proto__'],
      ['langchain', 'schema', 'runnable', 'constructor'],
      ['Function'],
      ['child_process', 'exec'],
    ]) {
      expect(await faultOf({ lc: 1, type: 'constructor', id, kwargs: { x: 1 } })).to.contain(
        'no class is registered',
      );
    }
    expect(made).to.equal(0);
  });

  it('keeps data with a key lc as data, and never builds it', async () => {
    let made = 0;
    class Trap extends Suffix {
      constructor(fields: { suffix: string }) {
        super(fields);
        made += 1;
      }
    }
    const hostile = { lc: 1, type: 'constructor', id: ['mine', 'Trap'], kwargs: { suffix: '' } };
    const bound = through.bind({ hostile, list: [{ __lc_escaped__: hostile }] });
    const again = await load(JSON.stringify(bound), { classes: [Trap] });
    expect(made).to.equal(0);
    const seen = RunnableLambda.from((_: unknown, ctx) => ctx.kwargs);
    const echoed = await load(JSON.stringify(bound), { classes: [Trap] });
    expect(JSON.stringify(echoed)).to.equal(JSON.stringify(bound));
    const { kwargs } = again as unknown as { kwargs: Parameters<typeof seen.bind>[0] };
    expect(await seen.bind(kwargs).invoke(0)).to.deep.equal({ hostile, list: [{ __lc_escaped__: hostile }] });
  });

  it('keeps keys that reach prototypes as plain keys', async () => {
    const text = JSON.stringify(entry('RunnableBinding', { bound: THROUGH, kwargs: { x: 1 } })).replace(
      '"kwargs":{"x":1}',
      '"kwargs":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const { kwargs } = (await load(text)) as unknown as { kwargs: Record<string, unknown> };
    expect(kwargs['polluted']).to.equal(undefined);
    expect(Object.hasOwn(kwargs, '__proto__')).to.equal(true);
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
    const parallel = await load(
      '{"lc":1,"type":"constructor","id":["langchain","schema","runnable","RunnableParallel"],"kwargs":{"steps":{"__proto__":' +
        JSON.stringify(THROUGH) +
        '}}}',
    );
    const output = (await parallel.invoke({ polluted: 1 })) as { polluted?: unknown };
    expect(Object.keys(output)).to.deep.equal(['__proto__']);
    expect(output.polluted).to.equal(undefined);
  });

  it('limits depth and length before it reads a document', async () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(await faultOf(deep(1_000_000))).to.equal(
      '[R314] Cannot load the document: it is nested deeper than 200 levels.',
    );
    expect(await faultOf(deep(3), { maxDepth: 2 })).to.contain('deeper than 2 levels');
    expect(await faultOf(JSON.stringify({ text: '[[[["' }), { maxDepth: 2 })).to.contain(
      'serialised form of a runnable',
    );
    expect(await faultOf('x'.repeat(11), { maxLength: 10 })).to.contain('longer than 10 characters');
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(await faultOf(cyclic)).to.contain('it is not valid JSON');
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['what is no JSON', '{', 'the document: it is not valid JSON.'],
    ['what is no object', '5', 'the document: it must be the serialised form of a runnable.'],
    ['nothing', undefined, 'the document: it must be the serialised form of a runnable.'],
    ['data', { a: 1 }, 'the document: it must be the serialised form of a runnable.'],
    ['another version', { ...THROUGH, lc: 2 }, 'the document: its lc must be 1.'],
    [
      'another type',
      { ...THROUGH, type: 'eval' },
      'the document: its type must be constructor, secret or entries.',
    ],
    ['an id that is none', { ...THROUGH, id: 'x' }, 'the document: its id must be a list of strings.'],
    ['no arguments', { ...THROUGH, kwargs: null }, 'the document: its kwargs must be an object.'],
    ['more than an entry has', { ...THROUGH, also: 1 }, 'the document: unknown key: also.'],
    [
      'more arguments than a class has',
      entry('RunnablePassthrough', { func: 1 }),
      'kwargs: unknown argument: func.',
    ],
    [
      'fewer arguments than a class needs',
      entry('RunnableEach', {}),
      'kwargs: the argument bound is missing.',
    ],
    [
      'an argument that is no runnable',
      entry('RunnableEach', { bound: {} }),
      'kwargs.bound: it must be a runnable.',
    ],
    [
      'a step that is no runnable',
      entry('RunnableParallel', { steps: { a: {} } }),
      'kwargs.steps.a: it must be a runnable.',
    ],
    [
      'a pair that is none',
      entry('RunnableBranch', { branches: [[THROUGH]], default: THROUGH }),
      'kwargs.branches[0]: it must be a pair of runnables.',
    ],
    [
      'a mapper that is none',
      entry('RunnableAssign', { mapper: THROUGH }),
      'kwargs.mapper: it must be a RunnableParallel.',
    ],
    [
      'code',
      RunnableLambda.from((x: unknown) => x, { name: 'f' })
        .pipe(through)
        .toJSON(),
      'kwargs.first: f is code, which a document cannot hold.',
    ],
    [
      'an option out of range',
      entry('RunnableRetry', { bound: THROUGH, stopAfterAttempt: -1 }),
      'the document: it cannot be built: [A102]',
    ],
    [
      'a config that no call could have',
      entry('RunnableBinding', { bound: THROUGH, config: { timeout: -1 } }),
      'the document: it cannot be built: [R307]',
    ],
  ];
  for (const [what, document, message] of wrong) {
    it(`refuses ${what}`, async () => {
      expect(await faultOf(document)).to.satisfy((text: string) =>
        text.startsWith(`[R314] Cannot load ${message}`),
      );
    });
  }
});
