import 'reflect-metadata';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { Container, ContainerModule, inject, injectable, preDestroy } from 'inversify';
import {
  Alternatives,
  AssemblyError,
  Chain,
  Configurable,
  configurable,
  createApp,
  Fallback,
  InvalidOptionError,
  ref,
  Retry,
  Runnable,
  RunnableLambda,
  Step,
  UseInterceptors,
  type Observer,
} from 'runwright';
import {
  chunks,
  collectRuns,
  createTestApp,
  fakeOf,
  FakeStep,
  useFakeClock,
  type RecordedCall,
  type TestApp,
} from 'runwright/testing';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { expectGolden } from '../support/golden.js';

@injectable()
class Http {
  #sent = 0;
  get sent(): number {
    return this.#sent;
  }
  post(_text: string): string {
    throw new Error('no network in tests');
  }
}

@injectable()
class SearchIndex {
  constructor(private readonly http: Http) {}
  search(words: string): string[] {
    return [this.http.post(words)];
  }
  get size(): number {
    return 1;
  }
}

@Runnable()
class Retrieve extends Step<string, string[]> {
  constructor(private readonly index: SearchIndex) {
    super();
  }
  run(question: string): string[] {
    return this.index.search(question);
  }
}

@Runnable()
class LocalModel extends Step<string[], string> {
  run(passages: string[]): string {
    return `local: ${passages.join()}`;
  }
}

@Alternatives({ id: 'model', default: 'remote', alternatives: { local: LocalModel } })
@Retry({ stopAfterAttempt: 3, delay: 1000 })
@Runnable({ name: 'remote' })
class RemoteModel extends Step<string[], string> {
  @Configurable({ id: 'temperature' }) temperature = 0.2;
  constructor(private readonly http: Http) {
    super();
  }
  run(passages: string[]): string {
    return `${this.http.post(passages.join())} at ${this.temperature}`;
  }
}

@Chain([Retrieve, RemoteModel])
class Answer extends Step<string, string> {}

const services = new ContainerModule(({ bind }) => {
  bind(Http).toSelf().inSingletonScope();
  bind(SearchIndex).toSelf().inSingletonScope();
});

const base = createTestApp({ runnables: [Answer], modules: [services] });
const withFakes = base
  .override(SearchIndex)
  .with({ search: (words) => [words.toUpperCase()] })
  .override(RemoteModel)
  .with((passages) => `fake: ${passages.join()}`);

describe('createTestApp', () => {
  it('gives an application with the types of its classes, which can be disposed of', async () => {
    let destroyed = 0;
    @injectable()
    class Index {
      search = (words: string): string[] => [words];
      @preDestroy() close(): void {
        destroyed += 1;
      }
    }
    {
      await using app = await withFakes.override(SearchIndex).with(Index);
      expectTypeOf(app).toEqualTypeOf<TestApp>();
      expectTypeOf(app.get(Answer)).toEqualTypeOf<Answer>();
      expect(await app.get(Answer).invoke('why')).to.equal('fake: why');
    }
    expect(destroyed).to.equal(1);
  });

  it('assembles what createApp would where nothing is replaced', async () => {
    const options = { runnables: [Answer], modules: [services], configurable: { model: 'local' } };
    const app = await createTestApp(options);
    const error = await caught(app.get(Answer).invoke('why'));
    const production = await createApp(options);
    expect(await caught(production.get(Answer).invoke('why'))).to.have.property(
      'message',
      'no network in tests',
    );
    expect(error).to.have.property('message', 'no network in tests');
  });

  it('is immutable, so that tests can share it', async () => {
    const one = await withFakes.override(RemoteModel).with(() => 'one');
    const other = await withFakes.create();
    expect(await one.get(Answer).invoke('why')).to.equal('one');
    expect(await other.get(Answer).invoke('why')).to.equal('fake: WHY');
  });

  it('rejects as createApp does, also where it is awaited', async () => {
    const error = await caught(createTestApp({ runnables: [Answer] }));
    expect(error).to.be.instanceOf(AssemblyError).with.property('message').that.contains('No provider for');
  });

  describe('.override(runnable)', () => {
    it('takes a function, a runnable, an instance, a class, a runnable of another library', async () => {
      @Runnable()
      class Fixed extends Step<string[], string> {
        run(): string {
          return 'instance';
        }
      }
      const answers = async (app: PromiseLike<TestApp>): Promise<string> =>
        (await app).get(Answer).invoke('why');
      const { with: put } = withFakes.override(RemoteModel);
      expect(await answers(put((passages, ctx) => `${passages.join()} ${ctx.attempt}`))).to.equal('WHY 1');
      expect(await answers(put(async () => 'later'))).to.equal('later');
      expect(
        await answers(
          put(async function* () {
            yield 'in ';
            yield 'chunks';
          }),
        ),
      ).to.equal('in chunks');
      expect(await answers(put(RunnableLambda.from((all: string[]) => `${all.length}`)))).to.equal('1');
      expect(await answers(put(new Fixed()))).to.equal('instance');
      expect(await answers(put(LocalModel))).to.equal('local: WHY');
      expect(await answers(put({ invoke: async () => 'foreign' }))).to.equal('foreign');
    });

    it('makes a class with what it wants injected, decorators and all', async () => {
      @Fallback([(passages: string[]) => `fallback: ${passages.join()}`])
      @Runnable()
      class Failing extends Step<string[], string> {
        constructor(readonly index: SearchIndex) {
          super();
        }
        run(): string {
          throw new Error(`of ${this.index.size}`);
        }
      }
      const app = await withFakes.override(RemoteModel).with(Failing);
      expect(await app.get(Answer).invoke('why')).to.equal('fallback: WHY');
    });

    it('needs nothing of what only replaced classes want', async () => {
      const app = await createTestApp({ runnables: [Answer] })
        .override(Retrieve)
        .with((question) => [question])
        .override(RemoteModel)
        .with(([passage]) => passage ?? '');
      expect(await app.get(Answer).invoke('why')).to.equal('why');
    });

    it('names the runs of a function by the class it stands for', async () => {
      const runs = collectRuns();
      const app = await withFakes.create();
      await app.get(Answer).invoke('why', { callbacks: [runs] });
      expect(runs.tree()).to.deep.equal(['Answer', '  Retrieve', '  remote']);
    });

    it('reaches roots and what is injected', async () => {
      @Runnable()
      class Twice extends Step<string, string> {
        constructor(private readonly model: RemoteModel) {
          super();
        }
        async run(text: string, ctx: object): Promise<string> {
          return `${await this.model.invoke([text, text], ctx)}!`;
        }
      }
      const app = await createTestApp({ runnables: [Twice, RemoteModel] })
        .override(RemoteModel)
        .with((texts) => texts.join('+'));
      expect(await app.get(Twice).invoke('a')).to.equal('a+a!');
      expect(await app.get(RemoteModel).invoke(['b'])).to.equal('b');
    });

    it('replaces one that each run has its own of, also where it is injected', async () => {
      @Runnable({ scope: 'run' })
      class Memory extends Step<string, string> {
        constructor(readonly http: Http) {
          super();
        }
        run(text: string): string {
          return this.http.post(text);
        }
      }
      @Runnable({ scope: 'run' })
      class Remember extends Step<string, string> {
        constructor(private readonly memory: Memory) {
          super();
        }
        run(text: string, ctx: object): Promise<string> {
          return this.memory.invoke(text, ctx);
        }
      }
      const app = await createTestApp({ runnables: [Remember] })
        .override(Memory)
        .with((text) => `remembered ${text}`);
      expect(await app.get(Remember).invoke('x')).to.equal('remembered x');
    });

    it('refuses what cannot stand for a runnable', async () => {
      const error = await caught(withFakes.override(RemoteModel).with(5 as never));
      expect(error).to.have.property(
        'message',
        '[A103] The replacement for RemoteModel must be a runnable, a function, or an object of these, got 5 (number).',
      );
    });

    it('is checked by the compiler', () => {
      const { with: put } = base.override(RemoteModel);
      // @ts-expect-error the class gives a text
      put(() => 5);
      // @ts-expect-error the class takes a list
      put((passages: number) => `${passages}`);
      // @ts-expect-error a class of another output
      put(Retrieve);
      // @ts-expect-error a runnable of another output
      put(RunnableLambda.from((passages: string[]) => passages.length));
    });
  });

  describe('.override(...).inside', () => {
    it('keeps the decorators around the fake', async () => {
      using clock = useFakeClock();
      const fake = fakeOf(RemoteModel, [new Error('1'), new Error('2'), chunks('thi', 'rd')]);
      const app = await createTestApp({ runnables: [Answer], modules: [services] })
        .override(Retrieve)
        .with((question) => [question])
        .override(RemoteModel)
        .inside(fake);
      expect(await clock.passUntil(app.get(Answer).invoke('why'))).to.equal('third');
      expect(clock.now).to.equal(3000);
      expect(fake.calls.map(({ attempt }) => attempt)).to.deep.equal([1, 2, 3]);
      expect(await app.get(Answer).invoke('why', { configurable: { model: 'local' } })).to.equal(
        'local: why',
      );
    });

    it('needs nothing that the class wants, and gives what passes for an instance of it', async () => {
      const app = await createTestApp({ runnables: [RemoteModel] })
        .override(RemoteModel)
        .inside((passages) => passages.join());
      const model = app.get(RemoteModel);
      expect(model).to.be.instanceOf(RemoteModel);
      expect(await model.invoke(['a', 'b'])).to.equal('a,b');
      expect(await collect(model.stream(['a']))).to.deep.equal(['a']);
    });

    it('takes a class, which is made with what it wants', async () => {
      @Runnable()
      class Other extends Step<string[], string> {
        constructor(private readonly index: SearchIndex) {
          super();
        }
        run(passages: string[]): string {
          return this.index.search(passages.join()).join();
        }
      }
      const app = await withFakes.override(RemoteModel).inside(Other);
      expect(await app.get(Answer).invoke('why')).to.equal('WHY');
      class Foreign {
        invoke = async (): Promise<string> => 'foreign';
      }
      expect(() => withFakes.override(RemoteModel).inside(Foreign as never)).to.throw(
        '[A103] The replacement for RemoteModel must be a runnable, a function, or an object of these, got the class Foreign.',
      );
    });

    it('keeps interceptors, types and names', async () => {
      @injectable()
      class Shout implements Observer {
        async intercept(_run: unknown, next: () => Promise<unknown>): Promise<string> {
          return `${String(await next())}!`;
        }
      }
      @UseInterceptors(Shout)
      @Runnable({ name: 'greeter', input: String })
      class Greet extends Step<string, string> {
        constructor(readonly http: Http) {
          super();
        }
        run(name: string): string {
          return this.http.post(name);
        }
      }
      const runs = collectRuns();
      const app = await createTestApp({ runnables: [Greet] })
        .override(Greet)
        .inside((name) => `Hi ${name}`);
      expect(await app.get(Greet).invoke('you', { callbacks: [runs] })).to.equal('Hi you!');
      expect(runs.tree()).to.deep.equal(['greeter']);
      expect(await caught(app.get(Greet).invoke(5 as never))).to.have.property('name', 'ValidationError');
    });

    it('is for classes with decorators of the library', () => {
      expect(() => base.override(Http).inside(undefined as never)).to.throw(
        InvalidOptionError,
        '[A102] createTestApp: the class for inside() must be declared by a decorator such as @Runnable(), got the class Http.',
      );
    });
  });

  describe('.override(service)', () => {
    it('takes an object with what of it is used, an instance, or a class', async () => {
      const { with: put } = withFakes.override(SearchIndex);
      const app = async (fake: Parameters<typeof put>[0]): Promise<string> =>
        (await put(fake)).get(Answer).invoke('why');
      class Fixed {
        search(): string[] {
          return ['fixed'];
        }
      }
      expect(await app({ search: () => ['object'] })).to.equal('fake: object');
      expect(await app(new Fixed())).to.equal('fake: fixed');
      expect(await app(Fixed)).to.equal('fake: fixed');
    });

    it('needs nothing of what only replaced services want', async () => {
      const app = await createTestApp({ runnables: [Retrieve] })
        .override(SearchIndex)
        .with({ search: () => ['found'] });
      expect(await app.get(Retrieve).invoke('x')).to.deep.equal(['found']);
    });

    it('replaces what a service deep inside wants', async () => {
      const app = await createTestApp({ runnables: [Retrieve], modules: [services] })
        .override(Http)
        .with({ post: (text) => `posted ${text}` });
      expect(await app.get(Retrieve).invoke('x')).to.deep.equal(['posted x']);
    });

    it('replaces every binding of a token, named ones too', async () => {
      const TOKEN = Symbol('limits');
      @Runnable()
      class Limit extends Step<string, string> {
        constructor(@inject(TOKEN) readonly limit: number) {
          super();
        }
        run(text: string): string {
          return text.slice(0, this.limit);
        }
      }
      const limits = new ContainerModule(({ bind }) => {
        bind(TOKEN).toConstantValue(1).whenNamed('small');
        bind(TOKEN).toConstantValue(9).whenNamed('large');
      });
      const app = await createTestApp({ runnables: [Limit], modules: [limits] })
        .override(TOKEN)
        .with(2);
      expect(await app.get(Limit).invoke('abc')).to.equal('ab');
      expect(app.container.get(TOKEN, { name: 'large' })).to.equal(2);
    });

    it('replaces a runnable that is bound to a token', async () => {
      const TOKEN = Symbol('model');
      @Chain([ref<string, string>(TOKEN), (text: string) => `${text}!`])
      class Ask extends Step<string, string> {}
      const fake = new FakeStep<string, string>({ responses: ['fine'] });
      const app = await createTestApp({ runnables: [Ask] })
        .override(TOKEN)
        .with(fake);
      expect(await app.get(Ask).invoke('x')).to.equal('fine!');
    });

    it('replaces interceptors, of a class and of the application', async () => {
      @injectable()
      class Audit implements Observer {
        constructor(readonly http: Http) {}
        onEnd(): void {
          this.http.post('done');
        }
      }
      @injectable()
      class Count implements Observer {
        constructor(readonly http: Http) {}
        onStart(): void {
          this.http.post('started');
        }
      }
      @UseInterceptors(Audit)
      @Runnable()
      class Greet extends Step<string, string> {
        run(name: string): string {
          return `Hi ${name}`;
        }
      }
      const told: string[] = [];
      const app = await createTestApp({ runnables: [Greet], interceptors: [Count] })
        .override(Audit)
        .with({ onEnd: () => void told.push('end') })
        .override(Count)
        .with({ onStart: () => void told.push('start') });
      expect(await app.get(Greet).invoke('you')).to.equal('Hi you');
      expect(told).to.deep.equal(['start', 'end']);
    });

    it('replaces what services of a container that is given want', async () => {
      const container = new Container();
      container.bind(Http).toConstantValue(new Http());
      container.bind(SearchIndex).toSelf();
      const app = await createTestApp({ runnables: [Retrieve], container })
        .override(Http)
        .with({ post: () => 'fake' });
      expect(await app.get(Retrieve).invoke('x')).to.deep.equal(['fake']);
      expect(container.get(Http)).to.be.instanceOf(Http);
    });

    it('is checked by the compiler', () => {
      const { with: put } = base.override(SearchIndex);
      // @ts-expect-error a member of another type
      put({ search: () => 'found' });
      // @ts-expect-error no such member
      put({ serach: () => ['found'] });
    });
  });

  describe('.override(alternative, configurable value)', () => {
    it('replaces an alternative', async () => {
      const app = await createTestApp({ runnables: [RemoteModel], modules: [services] })
        .override(LocalModel)
        .with(() => 'fake alternative');
      const chosen = app.get(RemoteModel).invoke([], { configurable: { model: 'local' } });
      expect(await chosen).to.equal('fake alternative');
    });

    it('sets which alternative runs, and values of fields, over those of the application', async () => {
      const values = new ContainerModule(({ bind }) => {
        bind(configurable('temperature')).toConstantValue(0.9);
      });
      const app = createTestApp({ runnables: [RemoteModel], modules: [services, values] })
        .override(Http)
        .with({ post: () => 'ok' });
      const chosen = await app.override(configurable('temperature')).with(0.5);
      expect(await chosen.get(RemoteModel).invoke([])).to.equal('ok at 0.5');
      const local = await app.override(configurable('model')).with('local');
      expect(await local.get(RemoteModel).invoke(['x'])).to.equal('local: x');
    });

    it('lets values stand whose fields are replaced', async () => {
      const app = await createTestApp({
        runnables: [Answer],
        modules: [services],
        configurable: { temperature: 0 },
      })
        .override(Retrieve)
        .with(() => [])
        .override(RemoteModel)
        .with(() => 'fake');
      expect(await app.get(Answer).invoke('x')).to.equal('fake');
    });
  });

  describe('.record', () => {
    it('records the calls of a class, decorators and all', async () => {
      const app = await withFakes.record(Retrieve);
      expect(await app.get(Answer).invoke('why', { tags: ['t'] })).to.equal('fake: WHY');
      const calls = app.calls(Retrieve);
      expectTypeOf(calls).toEqualTypeOf<readonly RecordedCall<string, string[]>[]>();
      expect(calls.map(({ input, output, config }) => [input, output, config.tags])).to.deep.equal([
        ['why', ['WHY'], ['t']],
      ]);
    });

    it('records what comes in the place of a class', async () => {
      for (const app of [
        await withFakes.record(RemoteModel),
        await withFakes.override(RemoteModel).with(LocalModel).record(RemoteModel),
        await withFakes
          .record(RemoteModel)
          .override(RemoteModel)
          .inside(() => 'inside'),
      ]) {
        await collect(app.get(Answer).stream('why'));
        expect(app.calls(RemoteModel)).to.have.length(1);
        expect(app.calls(RemoteModel)[0]).to.deep.include({ input: ['WHY'], status: 'succeeded' });
      }
    });

    for (const scope of ['singleton', 'transient', 'run'] as const) {
      it(`records and stands inside a class of scope ${scope}, with its fields configured by calls`, async () => {
        @Runnable({ scope })
        class Count extends Step<string, string> {
          #runs = 0;
          @Configurable({ id: 'prefix' }) prefix = 'n';
          constructor(readonly http: Http) {
            super();
          }
          run(text: string): string {
            this.#runs += 1;
            return `${text} ${this.prefix}${this.#runs}`;
          }
        }
        @Chain([Count, Count])
        class Twice extends Step<string, string> {}
        const app = await createTestApp({ runnables: [Twice], modules: [services] }).record(Count);
        const configured = { configurable: { prefix: 'm' } };
        expect(await app.get(Twice).invoke('x')).to.match(/^x n1 n[12]$/);
        expect(await app.get(Twice).invoke('y', configured)).to.match(/^y m1 m[12]$/);
        expect(app.calls(Count).map(({ input }) => input[0])).to.deep.equal(['x', 'x', 'y', 'y']);

        const fake = fakeOf(Count, ['fake']);
        const inside = await createTestApp({ runnables: [Twice] })
          .override(Count)
          .inside(fake)
          .record(Count);
        expect(await inside.get(Twice).invoke('x', configured)).to.equal('fake');
        expect(fake.inputs).to.deep.equal(['x', 'fake']);
        expect(inside.calls(Count)).to.have.length(2);
      });
    }

    it('records a class and the alternative in its place', async () => {
      const app = await createTestApp({ runnables: [RemoteModel], modules: [services] })
        .override(Http)
        .with({ post: () => 'remote' })
        .record(RemoteModel)
        .record(LocalModel);
      const model = app.get(RemoteModel);
      expect(model).to.be.instanceOf(RemoteModel);
      expect(await model.invoke(['a'])).to.equal('remote at 0.2');
      expect(await model.invoke(['b'], { configurable: { model: 'local' } })).to.equal('local: b');
      expect(app.calls(RemoteModel).map(({ output }) => output)).to.deep.equal(['remote at 0.2', 'local: b']);
      expect(app.calls(LocalModel).map(({ input }) => input)).to.deep.equal([['b']]);
    });

    it('has the calls of recorded classes only', async () => {
      const app = await withFakes.record(Retrieve);
      expect(() => app.calls(Answer)).to.throw(
        RangeError,
        'The calls of Answer were not recorded. Record them by createTestApp({ ... }).record(Answer).',
      );
    });
  });

  describe('with an override that meets nothing', () => {
    @Runnable()
    class RemoteModels extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }

    @Runnable()
    class LocalModels extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }

    it('names what is near, together with all else that is wrong', async () => {
      const another = ((): typeof RemoteModels => class Http extends RemoteModels {})();
      const error = await caught(
        createTestApp({ runnables: [Answer], configurable: { temperatur: 1 } })
          .override(RemoteModels)
          .with(() => 'x')
          .override(another)
          .with(() => 'x')
          .override('Unheard')
          .with(1)
          .record(LocalModels),
      );
      expect(error).to.be.instanceOf(AssemblyError);
      expectGolden('unmet-override', (error as Error).message);
    });

    it('reports a value for a configurable field that does not exist', async () => {
      const error = await caught(withFakes.override(configurable('temprature')).with(1));
      expect(error)
        .to.have.property('message')
        .that.contains('No configurable field has the id "temprature".')
        .and.contains('"temperature" is one');
    });

    it('refuses undefined, which a class is while modules import each other', () => {
      expect(() => base.override(undefined as never)).to.throw(
        InvalidOptionError,
        '[A102] createTestApp: what is overridden must be a class or a token (undefined often means that modules import each other), got undefined.',
      );
    });
  });
});
