import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  Retry,
  Runnable,
  RunnableAssign,
  RunnableBase,
  RunnableBranch,
  RunnableEach,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnablePick,
  RunnableSequence,
  RouterRunnable,
  Step,
  createApp,
  type AnyRunnable,
  type Serialized,
} from 'runwright';

const through = new RunnablePassthrough();
const THROUGH = entry('RunnablePassthrough', {}, 'RunnablePassthrough');

function entry(type: string, kwargs: object, name: string): object {
  return { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'runnable', type], kwargs, name };
}

describe('toJSON', () => {
  const forms: readonly (readonly [string, AnyRunnable, object])[] = [
    ['passthrough', through, THROUGH],
    [
      'sequence',
      new RunnableSequence([through, through] as never),
      entry('RunnableSequence', { first: THROUGH, last: THROUGH }, 'RunnableSequence'),
    ],
    [
      'longer, named sequence',
      new RunnableSequence([through, through, through] as never, { name: 'three' }),
      entry('RunnableSequence', { first: THROUGH, middle: [THROUGH], last: THROUGH, name: 'three' }, 'three'),
    ],
    [
      'parallel',
      RunnableParallel.from({ a: through, b: through }),
      entry('RunnableParallel', { steps: { a: THROUGH, b: THROUGH } }, 'RunnableParallel<a,b>'),
    ],
    [
      'branch',
      new RunnableBranch([[through, through]], through),
      entry('RunnableBranch', { branches: [[THROUGH, THROUGH]], default: THROUGH }, 'RunnableBranch'),
    ],
    [
      'router',
      new RouterRunnable({ runnables: { a: through } }),
      entry('RouterRunnable', { runnables: { a: THROUGH } }, 'RouterRunnable'),
    ],
    [
      'each',
      new RunnableEach({ bound: through }),
      entry('RunnableEach', { bound: THROUGH }, 'RunnableEach<RunnablePassthrough>'),
    ],
    [
      'assign',
      RunnableAssign.from({ a: through }),
      entry(
        'RunnableAssign',
        { mapper: entry('RunnableParallel', { steps: { a: THROUGH } }, 'RunnableParallel<a>') },
        'RunnableAssign<a>',
      ),
    ],
    ['pick of a key', new RunnablePick('a'), entry('RunnablePick', { keys: 'a' }, 'RunnablePick<a>')],
    [
      'pick of keys',
      new RunnablePick(['a', 'b']) as AnyRunnable,
      entry('RunnablePick', { keys: ['a', 'b'] }, 'RunnablePick<a,b>'),
    ],
    [
      'fallbacks',
      through.withFallbacks([through], { exceptionKey: 'error' }),
      entry(
        'RunnableWithFallbacks',
        { runnable: THROUGH, fallbacks: [THROUGH], exceptionKey: 'error' },
        'RunnableWithFallbacks',
      ),
    ],
    [
      'retry',
      through.withRetry({ stopAfterAttempt: 2 }),
      entry('RunnableRetry', { bound: THROUGH, stopAfterAttempt: 2 }, 'RunnablePassthrough'),
    ],
    [
      // A23.6
      'binding, by the name of what it binds',
      through.bind({ a: 1 }).withConfig({ tags: ['x'] }),
      entry(
        'RunnableBinding',
        { bound: THROUGH, config: { tags: ['x'] }, kwargs: { a: 1 } },
        'RunnablePassthrough',
      ),
    ],
    [
      'alternatives',
      through.configurableAlternatives({ id: 'which' }, { other: through }),
      entry(
        'RunnableConfigurableAlternatives',
        {
          which: { id: 'which' },
          default: THROUGH,
          alternatives: { other: THROUGH },
        },
        'RunnablePassthrough',
      ),
    ],
    [
      'configurable fields',
      new RunnablePick('a').configurableFields({ keys: { id: 'key', type: String } }),
      entry(
        'RunnableConfigurableFields',
        {
          default: entry('RunnablePick', { keys: 'a' }, 'RunnablePick<a>'),
          fields: { keys: { id: 'key', type: 'string' } },
        },
        'RunnablePick<a>',
      ),
    ],
  ];

  for (const [what, runnable, expected] of forms) {
    it(`A23.1-A23.3 writes down: ${what}`, () => {
      expect(JSON.parse(JSON.stringify(runnable))).to.deep.equal(expected);
      expect(runnable.isLcSerializable()).to.equal(true);
      expect(runnable.lcId()).to.deep.equal((expected as Serialized).id);
    });
  }

  it('A23.1 writes of code only that it is there', () => {
    const code: readonly (readonly [AnyRunnable, string, string])[] = [
      [
        RunnableLambda.from(function shout(text: string) {
          return text;
        }),
        'RunnableLambda',
        'shout',
      ],
      [
        RunnableGenerator.from(async function* spell(letters: AsyncIterable<string>) {
          yield* letters;
        }),
        'RunnableGenerator',
        'spell',
      ],
      [through.withListeners({ onStart: () => undefined }), 'RunnableObserved', 'RunnablePassthrough'],
      [new RunnablePassthrough({ func: () => undefined }), 'RunnablePassthrough', 'RunnablePassthrough'],
      [through.withRetry({ retryOn: TypeError }), 'RunnableRetry', 'RunnablePassthrough'],
      [through.bindConfig((config) => config), 'RunnableBinding', 'RunnablePassthrough'],
    ];
    for (const [runnable, type, name] of code) {
      const form = {
        lc: 1,
        type: 'not_implemented',
        id: ['langchain', 'schema', 'runnable', type],
        repr: name,
        name,
      };
      expect(runnable.toJSON()).to.deep.equal(form);
      expect(runnable.toJSONNotImplemented()).to.deep.equal(form);
      expect(runnable.isLcSerializable()).to.equal(false);
    }
    expect(RunnableParallel.from({ a: (x: unknown) => x }).toJSON()).to.have.nested.property(
      'kwargs.steps.a.type',
      'not_implemented',
    );
  });

  it('A23.6 the name of a serialised binding is that of what it binds', () => {
    const named = new RunnablePassthrough({ name: 'through' });
    expect(named.bind({ k: 1 }).withConfig({ runName: 'run' }).toJSON()).to.have.property('name', 'through');
    expect(named.withListeners({}).toJSON()).to.have.property('name', 'through');
  });

  it('A23.2 names a class of one’s own by its namespace', () => {
    class Mine extends RunnableBase<string, string> {
      static readonly lcNamespace = ['my', 'package'];
      static isLcSerializable(): boolean {
        return true;
      }
      readonly kind = 'mine';
      constructor(
        readonly fields: { readonly word: string; readonly gone?: undefined; readonly nested: object },
      ) {
        super();
        Object.assign(this, fields);
      }
      execute(text: string): string {
        return text;
      }
      override fieldValues(): Readonly<Record<string, unknown>> {
        return this.fields;
      }
    }
    const mine = new Mine({ word: 'x', nested: { lc: 1, type: 'secret' } });
    expect(mine.lcId()).to.deep.equal(['my', 'package', 'Mine']);
    expect(mine.toJSON()).to.deep.equal({
      lc: 1,
      type: 'constructor',
      id: ['my', 'package', 'Mine'],
      kwargs: { word: 'x', nested: { __lc_escaped__: { lc: 1, type: 'secret' } } },
      name: 'Mine',
    });
    class Base extends RunnableBase<string, string> {
      readonly kind = 'base';
      execute(text: string): string {
        return text;
      }
    }
    expect(new Base().toJSON()).to.deep.include({ type: 'not_implemented' });
  });

  it('A23.4 puts ids in the place of secrets, nested ones too, and adds attributes', () => {
    class Client extends RunnableBase<string, string> {
      static isLcSerializable(): boolean {
        return true;
      }
      readonly kind = 'client';
      readonly apiKey = 'hidden';
      readonly keys = ['public', 'hidden'];
      readonly options = { token: 'hidden', url: 'https://example.org' };
      get lcSecrets(): Record<string, string> {
        return {
          apiKey: 'API_KEY',
          'options.token': 'TOKEN',
          'keys.1': 'SECOND_KEY',
          absent: 'ABSENT',
          'options.absent.deep': 'ABSENT',
        };
      }
      get lcAttributes(): Record<string, unknown> {
        return { region: 'eu' };
      }
      execute(text: string): string {
        return text;
      }
    }
    const { kwargs } = new Client().toJSON() as { kwargs: object };
    expect(kwargs).to.deep.equal({
      apiKey: { lc: 1, type: 'secret', id: ['API_KEY'] },
      keys: ['public', { lc: 1, type: 'secret', id: ['SECOND_KEY'] }],
      options: { token: { lc: 1, type: 'secret', id: ['TOKEN'] }, url: 'https://example.org' },
      region: 'eu',
    });
  });

  it('A23.4 hides values that are bound to secret fields', () => {
    class Client extends RunnableBase<string, string> {
      readonly kind = 'client';
      apiKey = 'x';
      temperature = 1;
      execute(text: string): string {
        return text;
      }
    }
    const bound = new Client()
      .configurableFields({ apiKey: { id: 'key', secret: true }, temperature: { id: 'temperature' } })
      .withConfig({ configurable: { key: 'hidden', temperature: 2 } });
    const text = JSON.stringify(bound);
    expect(text).not.to.contain('hidden');
    expect(JSON.parse(text))
      .to.have.nested.property('kwargs.config')
      .that.deep.equals({
        configurable: { key: { lc: 1, type: 'secret', id: ['key'] }, temperature: 2 },
      });
  });

  it('names decorated classes, wrappers and all, and not what they are made of', async () => {
    @Retry({ stopAfterAttempt: 2 })
    @Runnable()
    class Trim extends Step<string, string> {
      static readonly lcNamespace = ['texts'];
      readonly lcAttributes = { greedy: true };
      readonly lcSecrets = { greedy: 'GREEDY' };
      run(text: string): string {
        return text.trim();
      }
    }
    @Chain([Trim, Trim])
    class Twice extends Step<string, string> {}
    const app = await createApp({ runnables: [Twice, Trim] });
    const id = ['runwright', 'classes', 'Twice'];
    expect(app.get(Twice).toJSON()).to.deep.equal({
      lc: 1,
      type: 'constructor',
      id,
      kwargs: {},
      name: 'Twice',
    });
    const retried = app.get(Twice).withRetry({}).toJSON();
    expect(retried).to.have.nested.property('kwargs.bound').that.deep.includes({ id });
    expect(app.get(Trim).lcId()).to.deep.equal(['texts', 'Trim']);
  });

  it('keeps what has no place in JSON out', () => {
    const bound = through.bind({
      date: new Date(0),
      call: () => 1,
      map: new Map(),
      big: 1n,
      far: Infinity,
      none: undefined,
    });
    const { kwargs } = JSON.parse(JSON.stringify(bound)) as {
      kwargs: { kwargs: Record<string, { type?: string }> };
    };
    expect(kwargs.kwargs['date']).to.equal('1970-01-01T00:00:00.000Z');
    expect(Object.keys(kwargs.kwargs)).to.deep.equal(['date', 'call', 'map', 'big', 'far']);
    for (const key of ['call', 'map', 'big', 'far'])
      expect(kwargs.kwargs[key]?.type).to.equal('not_implemented');
  });
});
