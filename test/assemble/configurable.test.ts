import 'reflect-metadata';
import { expect } from 'chai';
import { Container, ContainerModule, injectable, preDestroy } from 'inversify';
import {
  Alternatives,
  AssemblyError,
  Chain,
  Configurable,
  Parallel,
  Runnable,
  RunnableLambda,
  Step,
  configurable,
  createApp,
  ensureConfig,
  runnableModule,
  type RunContext,
} from 'runwright';
import { rejection } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { turns } from '../support/turns.js';
import { warningsOf } from '../support/warnings.js';

@injectable()
class Tenant {
  constructor(@Configurable({ id: 'tenant' }) readonly name = 'nobody') {}
}

@injectable()
class Database {
  constructor(readonly tenant: Tenant) {}
}

@Runnable()
class Query extends Step<string, string> {
  constructor(readonly database: Database) {
    super();
  }
  run(text: string): string {
    return `${text}@${this.database.tenant.name}`;
  }
}

@Runnable()
class Model extends Step<string, string> {
  @Configurable({ id: 'temperature', description: 'Sampling temperature, 0 to 2' }) temperature = 0.2;
  @Configurable({ id: 'style', options: { short: 'in brief', long: 'at length' }, default: 'short' })
  style!: string;
  async run(text: string): Promise<string> {
    await Promise.resolve();
    return `${text}:${this.temperature}:${this.style}`;
  }
}

@Chain([Query, Model, { answer: (text: string) => text }])
class Ask extends Step<string, { answer: string }> {}

const services = new ContainerModule(({ bind }) => {
  bind(Tenant).toSelf().inSingletonScope();
  bind(Database).toSelf().inSingletonScope();
});

const ask = async (options: object = {}, config?: object): Promise<string> => {
  const app = await createApp({ runnables: [Ask], modules: [services], ...options });
  return (await app.get(Ask).invoke('q', config)).answer;
};

describe('@Configurable', () => {
  it('takes the default of the class, the value of the application, or the value of the call, the nearest first', async () => {
    expect(await ask()).to.equal('q@nobody:0.2:in brief');
    const configured = { configurable: { temperature: 1, style: 'long', tenant: 'acme' } };
    expect(await ask(configured)).to.equal('q@acme:1:at length');
    expect(await ask(configured, { configurable: { temperature: 2 } })).to.equal('q@acme:2:at length');
    expect(await ask({}, { configurable: { temperature: 0, style: 'long' } })).to.equal(
      'q@nobody:0:at length',
    );
  });

  it('takes the value of a bound config over that of the application, and under that of the call', async () => {
    const app = await createApp({ runnables: [Ask], modules: [services], configurable: { temperature: 1 } });
    const bound = app.get(Ask).withConfig({ configurable: { temperature: 2 } });
    expect((await bound.invoke('q')).answer).to.equal('q@nobody:2:in brief');
    expect((await bound.invoke('q', { configurable: { temperature: 3 } })).answer).to.equal(
      'q@nobody:3:in brief',
    );
  });

  it('takes a value that the application binds, constant or dynamic', async () => {
    const settings = new ContainerModule(({ bind }) => {
      bind(configurable('temperature')).toDynamicValue(() => 0.9);
      bind(configurable('tenant')).toConstantValue('bound');
    });
    expect(await ask({ modules: [services, settings] })).to.equal('q@bound:0.9:in brief');
  });

  it('takes the value given to createApp over that of a module, and none where it is undefined', async () => {
    const settings = new ContainerModule(({ bind }) => {
      bind(configurable('temperature')).toConstantValue(0.9);
    });
    const options = { modules: [services, settings], configurable: { temperature: 1 } };
    expect(await ask(options)).to.equal('q@nobody:1:in brief');
    expect(await ask({ configurable: { temperature: undefined } })).to.equal('q@nobody:0.2:in brief');
  });

  it('makes services anew that depend on a value, and shares those that do not', async () => {
    const app = await createApp({ runnables: [Ask], modules: [services] });
    const answer = app.get(Ask);
    const config = { configurable: { tenant: 'acme' } };
    expect((await answer.invoke('q', config)).answer).to.equal('q@acme:0.2:in brief');
    expect((await answer.invoke('q')).answer).to.equal('q@nobody:0.2:in brief');
    expect(app.get(Tenant).name).to.equal('nobody');
  });

  it('calls an asynchronous provider once for each instance that it makes anew, after the first', async () => {
    let calls = 0;
    abstract class Connection {
      abstract close(): void;
    }
    @Runnable()
    class Load extends Step<string, number> {
      @Configurable({ id: 'size' }) size = 0;
      constructor(readonly connection: Connection) {
        super();
      }
      run(): number {
        return this.size;
      }
    }
    const connections = new ContainerModule(({ bind }) => {
      bind(Connection).toDynamicValue(async () => {
        calls += 1;
        return Promise.resolve({ close: () => undefined });
      });
    });
    const load = (await createApp({ runnables: [Load], modules: [connections] })).get(Load);
    await load.invoke('', { configurable: { size: 1 } });
    calls = 0;
    for (const size of [2, 3, 4]) expect(await load.invoke('', { configurable: { size } })).to.equal(size);
    expect(calls).to.equal(3);
  });

  it('keeps a bounded number of instances, and makes none twice for the same value', async () => {
    let made = 0;
    const destroyed: number[] = [];
    @Runnable()
    class Counted extends Step<string, number> {
      @Configurable({ id: 'size' }) size = 0;
      constructor() {
        super();
        made += 1;
      }
      run(): number {
        return this.size;
      }
      @preDestroy() close(): void {
        destroyed.push(this.size);
      }
    }
    const app = await createApp({ runnables: [Counted], configurableCacheSize: 2 });
    const counted = app.get(Counted);
    for (const size of [1, 1, 2, 1, 3]) await counted.invoke('', { configurable: { size } });
    expect(made).to.equal(4);
    expect(destroyed).to.deep.equal([2]);
  });

  it('disposes of an instance only when the last run that uses it has ended', async () => {
    const log: string[] = [];
    let finish = (): void => undefined;
    @Runnable()
    class Slow extends Step<string, string> {
      @Configurable({ id: 'size' }) size = 0;
      async run(text: string): Promise<string> {
        if (text === 'wait') await new Promise<void>((resolve) => (finish = resolve));
        log.push(`ran ${this.size}`);
        return text;
      }
      @preDestroy() close(): void {
        log.push(`closed ${this.size}`);
      }
    }
    const app = await createApp({ runnables: [Slow], configurableCacheSize: 1 });
    const slow = app.get(Slow);
    const waiting = slow.invoke('wait', { configurable: { size: 1 } });
    await slow.invoke('go', { configurable: { size: 2 } });
    finish();
    await waiting;
    expect(log).to.deep.equal(['ran 2', 'ran 1', 'closed 1']);
  });

  it('disposes of the instances it keeps when the application is closed, each once', async () => {
    const destroyed: number[] = [];
    @Runnable()
    class Sized extends Step<string, number> {
      @Configurable({ id: 'size' }) size = 0;
      run(): number {
        return this.size;
      }
      @preDestroy() close(): void {
        destroyed.push(this.size);
      }
    }
    const app = await createApp({ runnables: [Sized], configurableCacheSize: 2 });
    for (const size of [1, 2, 3]) await app.get(Sized).invoke('', { configurable: { size } });
    expect(destroyed.splice(0)).to.deep.equal([1]);
    await app.close();
    expect(destroyed).to.have.members([0, 2, 3]);
  });

  it('refuses a value of another type, and an option there is not, before anything runs', async () => {
    let ran = 0;
    @Chain([
      (text: string) => {
        ran += 1;
        return text;
      },
      Model,
    ])
    class Late extends Step<string, string> {}
    const late = new Late();
    const type = await rejection(late.invoke('q', { configurable: { temperature: 'hot' } }));
    expect(type.message).to.equal('[R307] configurable["temperature"] must be a number, got "hot" (string).');
    const option = await rejection(late.invoke('q', { configurable: { style: 'verbose' } }));
    expect(option.message).to.equal(
      '[R307] configurable["style"] must be one of "short", "long", got "verbose" (string).',
    );
    expect(ran).to.equal(0);
    await late.invoke('q', { configurable: { unknown: 1 } });
    expect(ran).to.equal(1);
  });

  it('tells the application which of its values fit no field', async () => {
    const error = await rejection(ask({ configurable: { temprature: 1, style: 'verbose' } }));
    if (!(error instanceof AssemblyError)) throw error;
    expect(error.faults.map(({ message, near }) => [message, near])).to.deep.equal([
      ['No configurable field has the id "temprature".', '"temperature" is one'],
      ['configurable["style"] must be one of "short", "long", got "verbose" (string).', undefined],
    ]);
  });

  it('keeps secrets out of messages', async () => {
    @Runnable()
    class Client extends Step<string, string> {
      @Configurable({ id: 'apiKey', secret: true }) apiKey = '';
      run(): string {
        return this.apiKey;
      }
    }
    const client = new Client();
    expect(await client.invoke('', { configurable: { apiKey: 'sk-1' } })).to.equal('sk-1');
    expect(await client.invoke('', { configurable: { apiKey: 'sk-2' } })).to.equal('sk-2');
    const error = await rejection(client.invoke('', { configurable: { apiKey: 42 } }));
    expect(error.message).to.equal('[R307] configurable["apiKey"] must be a string, got another value.');
  });

  it('keeps secrets out of metadata, events and specs', async () => {
    @Runnable()
    class Client extends Step<string, string> {
      @Configurable({ id: 'apiToken', secret: true }) apiToken = 'sk-default';
      @Configurable({ id: 'region' }) region = 'eu';
      run(): string {
        return 'done';
      }
    }
    const client = new Client();
    const config = { configurable: { apiToken: 'sk-secret', region: 'us' } };
    const events = await collect(client.streamEvents('', { ...config, version: 'v2' }));
    expect(events.length).to.be.greaterThan(1);
    expect(events[0]?.metadata).to.include({ region: 'us' });
    const shown = JSON.stringify([events, client.configSpecs, client.getConfigJsonSchema()]);
    expect(shown).not.to.match(/sk-/);
  });

  it('keeps secrets out of metadata and events also where a function calls the step that has them', async () => {
    @Runnable()
    class Hidden extends Step<string, string> {
      @Configurable({ id: 'hiddenToken', secret: true }) hiddenToken = '';
      run(): string {
        return this.hiddenToken.slice(0, 3);
      }
    }
    const hidden = new Hidden();
    const chain = RunnableLambda.from((text: string) => hidden.invoke(text));
    const config = { configurable: { hiddenToken: 'sk-secret', session: 's1' } };
    const seen: unknown[] = [];
    const handler = { handleChainStart: (...args: unknown[]) => seen.push(args) };
    for await (const event of chain.streamEvents('', { ...config, callbacks: [handler] })) seen.push(event);
    for await (const patch of chain.streamLog('', config)) seen.push(patch);
    await chain.withConfig(config).invoke('', { callbacks: [handler] });
    seen.push(chain.withConfig(config).toJSON(), ensureConfig(config).metadata);
    expect(JSON.stringify(seen)).to.include('s1').and.to.include('"sk-"').not.to.include('sk-secret');
  });

  it('works in a container that belongs to somebody else, by hand, per input of a batch, and in streams', async () => {
    const container = new Container();
    container.load(services, runnableModule(Ask));
    const answer = container.get(Ask);
    const configs = [{ configurable: { tenant: 'a' } }, { configurable: { temperature: 1 } }];
    expect(await answer.batch(['x', 'y'], configs)).to.deep.equal([
      { answer: 'x@a:0.2:in brief' },
      { answer: 'y@nobody:1:in brief' },
    ]);
    const chunks = await collect(answer.stream('x', { configurable: { style: 'long' } }));
    expect(chunks).to.deep.equal([{ answer: 'x@nobody:0.2:at length' }]);
    expect(await new Model().invoke('x', { configurable: { temperature: 3 } })).to.contain('x:3:');
  });

  it('never shows a call the values of another: 500 at once, interleaved at every await', async () => {
    @Runnable()
    class Echo extends Step<number, number> {
      @Configurable({ id: 'value' }) value = -1;
      async run(): Promise<number> {
        const before = this.value;
        await new Promise((resolve) => setImmediate(resolve));
        expect(this.value).to.equal(before);
        return this.value;
      }
    }
    @Chain([(value: number) => value, Echo, async (value: number) => Promise.resolve(value)])
    class Through extends Step<number, number> {}
    const app = await createApp({ runnables: [Through] });
    const values = Array.from({ length: 500 }, (_, index) => index);
    const seen = await Promise.all(
      values.map(async (value) => app.get(Through).invoke(value, { configurable: { value } })),
    );
    expect(seen).to.deep.equal(values);
  });
});

describe('@Alternatives', () => {
  @Runnable()
  class Local extends Step<string, string> {
    @Configurable({ id: 'temperature' }) temperature = 0;
    run(text: string): string {
      return `local ${text} ${this.temperature}`;
    }
  }

  @Alternatives({
    id: 'model',
    default: 'remote',
    alternatives: { local: Local, echo: (text: string) => `echo ${text}` },
  })
  @Runnable()
  class Remote extends Step<string, string> {
    run(text: string): string {
      return `remote ${text}`;
    }
  }

  @Parallel({ text: Remote, length: (text: string) => text.length })
  class Both extends Step<string, { text: string; length: number }> {}

  it('are chosen by the call, or by the application, wherever the class stands', async () => {
    const app = await createApp({ runnables: [Both] });
    const both = app.get(Both);
    expect((await both.invoke('x')).text).to.equal('remote x');
    expect((await both.invoke('x', { configurable: { model: 'local', temperature: 2 } })).text).to.equal(
      'local x 2',
    );
    expect((await both.invoke('x', { configurable: { model: 'echo' } })).text).to.equal('echo x');
    const chosen = await createApp({ runnables: [Both], configurable: { model: 'local' } });
    expect((await chosen.get(Both).invoke('x')).text).to.equal('local x 0');
  });

  it('are named bindings of the class, which the application may bind otherwise', async () => {
    const app = await createApp({ runnables: [Both] });
    expect(app.container.get(Remote, { name: 'local' })).to.be.instanceOf(Local);
    const other = new ContainerModule(({ bind }) => {
      bind<unknown>(Remote)
        .toConstantValue((text: string) => `fake ${text}`)
        .whenNamed('local');
    });
    const rebound = await createApp({ runnables: [Both], modules: [other] });
    expect((await rebound.get(Both).invoke('x', { configurable: { model: 'local' } })).text).to.equal(
      'fake x',
    );
  });

  it('say what can be chosen where something else is', async () => {
    const error = await rejection(new Remote().invoke('x', { configurable: { model: 'remoet' } }));
    expect(error.message).to.equal(
      '[R307] configurable["model"] must be one of "local", "echo", "remote", got "remoet" (string).',
    );
    const assembly = await rejection(createApp({ runnables: [Both], configurable: { model: 'other' } }));
    expect(assembly.message).to.include(
      '[A212] configurable["model"] must be one of "local", "echo", "remote", got "other" (string).',
    );
  });
});

describe("scope: 'run'", () => {
  const log: string[] = [];
  let count = 0;

  @Runnable({ scope: 'run' })
  class Session extends Step<string, string> {
    readonly id = (count += 1);
    uses = 0;
    run(text: string): string {
      this.uses += 1;
      return `${text}-${this.id}.${this.uses}`;
    }
    @preDestroy() async close(): Promise<void> {
      await Promise.resolve();
      log.push(`closed ${this.id}`);
    }
  }

  @Chain([
    Session,
    Session,
    { direct: Session, called: (text: string, ctx: RunContext) => new Session().invoke(text, ctx) },
  ])
  class Twice extends Step<string, { direct: string; called: string }> {}

  beforeEach(() => {
    log.length = 0;
    count = 0;
  });

  it('is one instance for each root run, shared by all its steps, disposed of at its end', async () => {
    const app = await createApp({ runnables: [Twice] });
    const twice = app.get(Twice);
    const one = await twice.invoke('x');
    expect(one.direct).to.equal('x-1.1-1.2-1.3');
    expect(log).to.deep.equal(['closed 1']);
    const [second, third] = await Promise.all([twice.invoke('y'), twice.invoke('z')]);
    expect(second.direct[2]).not.to.equal(third.direct[2]);
    expect(log).to.have.length(3);
  });

  it('is an instance for each input of a batch, and for each stream', async () => {
    @Chain([Session, Session])
    class Pair extends Step<string, string> {}
    const app = await createApp({ runnables: [Pair] });
    expect(await app.get(Pair).batch(['a', 'b'])).to.deep.equal(['a-1.1-1.2', 'b-2.1-2.2']);
    const chunks = await collect(app.get(Pair).stream('c'));
    expect(chunks).to.deep.equal(['c-3.1-3.2']);
    expect(log).to.have.members(['closed 1', 'closed 2', 'closed 3']);
  });

  it('is disposed of after an error, and after an abortion', async () => {
    const failing = (text: string): string => {
      throw new Error(text);
    };
    @Chain([Session, failing])
    class Fails extends Step<string, string> {}
    const forever = async (): Promise<string> => new Promise(() => undefined);
    @Chain([Session, forever])
    class Hangs extends Step<string, string> {}
    const app = await createApp({ runnables: [Fails, Hangs] });
    await rejection(app.get(Fails).invoke('x'));
    const controller = new AbortController();
    const hanging = app.get(Hangs).invoke('x', { signal: controller.signal });
    controller.abort();
    await rejection(hanging);
    expect(log).to.deep.equal(['closed 1', 'closed 2']);
  });

  it('is disposed of after a synchronous run, which reports a failure to do so as a warning', async () => {
    @Runnable({ scope: 'run' })
    class Stuck extends Step<string, string> {
      run(text: string): string {
        return text;
      }
      @preDestroy() close(): void {
        throw new Error('stuck');
      }
    }
    const app = await createApp({ runnables: [Stuck] });
    const messages = await warningsOf(async () => {
      expect(app.get(Stuck).invokeSync('x')).to.equal('x');
      await turns(2);
    });
    expect(messages).to.have.length(1);
    expect(messages[0]).to.match(/^Releasing what Stuck held failed: .*stuck/);
  });

  it('is injected into classes of the same scope only', async () => {
    @Runnable({ scope: 'run' })
    class User extends Step<string, string> {
      constructor(readonly session: Session) {
        super();
      }
      run(text: string): string {
        return this.session.run(text);
      }
    }
    @Chain([Session, User])
    class Shared extends Step<string, string> {}
    const app = await createApp({ runnables: [Shared] });
    expect(await app.get(Shared).invoke('x')).to.equal('x-1.1-1.2');

    @Runnable()
    class Keeper extends Step<string, string> {
      constructor(readonly session: Session) {
        super();
      }
      run(text: string): string {
        return this.session.run(text);
      }
    }
    const error = await rejection(createApp({ runnables: [Keeper] }));
    expect(error.message).to.include(
      '[A211] Keeper has the scope singleton, but depends on Session, of which each run has its own instance.',
    );
  });
});
