import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, Container, inject, injectable, optional } from 'inversify';
import {
  AssemblyError,
  Chain,
  Parallel,
  Retry,
  Runnable,
  RunwrightError,
  Step,
  Tool,
  UntypedToolError,
  createApp,
  ref,
  runnableModule,
} from 'runwright';
import { rejection } from '../support/caught.js';
import { expectGolden } from '../support/golden.js';
import { turns } from '../support/turns.js';

interface Settings {
  readonly url: string;
}

abstract class Model {
  abstract ask(question: string): string;
}

@injectable()
class SearchIndex {
  constructor(readonly model: Model) {}
}

@Runnable()
class Retrieve extends Step<string, string> {
  constructor(
    readonly model: Model,
    readonly index: SearchIndex,
  ) {
    super();
  }
  run(question: string): string {
    return this.model.ask(question);
  }
}

@Runnable()
class Idle extends Step<string, string> {}

@Chain([Retrieve, Idle])
@Runnable()
class Torn extends Step<string, string> {}

class Plain extends Step<string, string> {
  run(text: string): string {
    return text;
  }
}

abstract class Client {
  abstract get(): string;
}

@Runnable()
class NoNetwork extends Step<string, string> {
  constructor(readonly client: Client) {
    super();
  }
  run(text: string): string {
    return text;
  }
}

const offline = new ContainerModule(({ bind }) => {
  bind(Client).toDynamicValue(() => Promise.reject(new Error('no network')));
});

const noDisk = new Error('no disk');

@Runnable()
class NoDisk extends Step<string, string> {
  constructor() {
    super();
    throw noDisk;
  }
  run(text: string): string {
    return text;
  }
}

const indexModule = new ContainerModule(({ bind }) => {
  bind(SearchIndex).toSelf();
  bind('ChatModel').toConstantValue({});
});

async function faultsOf(...runnables: Parameters<typeof createApp>[0]['runnables']): Promise<AssemblyError> {
  const error = await rejection(createApp({ runnables, modules: [indexModule] }));
  if (!(error instanceof AssemblyError)) throw error;
  return error;
}

describe('assembly faults', () => {
  it('are reported all at once', async () => {
    const error = await faultsOf(Torn);
    expect(error.faults.map(({ code }) => code)).to.deep.equal(['A202', 'A101', 'A201', 'A201']);
    expectGolden('several-faults', error.message);
  });

  it('say where to name a runnable that is injected', async () => {
    @Runnable()
    class Ask extends Step<string, string> {
      constructor(readonly retrieve: Retrieve) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    const { faults } = await faultsOf(Ask);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({
      code: 'A201',
      neededBy: 'Ask, constructor argument 0 (retrieve)',
      fix: 'add Retrieve to the runnables passed to createApp({ runnables: [...] })',
    });
  });

  it('give the whole path to what a service misses', async () => {
    @Runnable()
    class Look extends Step<string, string> {
      constructor(readonly index: SearchIndex) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    @Parallel({ look: Look })
    class Facts extends Step<string, { look: string }> {}
    const { faults } = await faultsOf(Facts);
    expect(faults).to.have.length(1);
    expect(faults[0]?.path).to.deep.equal(['Facts', 'Look', 'SearchIndex', 'Model']);
    expect(faults[0]?.neededBy).to.equal('SearchIndex, constructor argument 0 (model)');
    expect(faults[0]?.near).to.equal('a provider named "ChatModel" is bound');
  });

  it('name wrappers without a decorator that declares what they wrap', async () => {
    @Retry({ stopAfterAttempt: 2 })
    class Bare extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }
    const { faults } = await faultsOf(Bare);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({
      code: 'A101',
      message: 'Bare has @Retry, but no decorator declares it as a runnable.',
      fix: 'put @Runnable(), @Chain([...]) or another of that family on Bare, below the others',
    });
  });

  it('name a step that nothing declares', async () => {
    @Chain([Plain, (text: string) => text])
    class Uses extends Step<string, string> {}
    expectGolden('not-decorated', (await faultsOf(Uses)).message);
  });

  it('show the cycle of classes that contain one another', async () => {
    class Outer extends Step<string, string> {}
    @Chain([Outer, (text: string) => text])
    class Inner extends Step<string, string> {}
    Chain([Inner, (text: string) => text])(Outer);
    expectGolden('circular', (await faultsOf(Outer)).message);
  });

  it('name the compilers that emit no types where a constructor has none', async () => {
    class Untyped extends Step<string, string> {
      constructor(readonly model: Model) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    Runnable()(Untyped);
    expectGolden('no-type-metadata', (await faultsOf(Untyped)).message);
  });

  it('say that an interface does not exist at run time', async () => {
    @Runnable()
    class Configured extends Step<string, string> {
      constructor(readonly settings: Settings) {
        super();
      }
      run(text: string): string {
        return text + this.settings.url;
      }
    }
    expectGolden('untyped-argument', (await faultsOf(Configured)).message);
  });

  it('say that reflect-metadata is not loaded', async () => {
    const kept = Object.getOwnPropertyDescriptor(Reflect, 'getOwnMetadata');
    Reflect.deleteProperty(Reflect, 'getOwnMetadata');
    try {
      expectGolden('no-reflect-metadata', (await faultsOf(Retrieve)).message);
    } finally {
      Object.defineProperty(Reflect, 'getOwnMetadata', kept as PropertyDescriptor);
    }
  });

  it('name identifiers that nothing is bound to', async () => {
    @Chain([ref<string, string>(Symbol('model')), (text: string) => text])
    class Refers extends Step<string, string> {}
    const { faults } = await faultsOf(Refers);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({
      code: 'A201',
      message: 'No provider for model.',
      neededBy: 'Refers, step 1',
    });
  });

  it('do not hide what is no class among the runnables, such as one that a circular import leaves undefined', async () => {
    const missing = undefined as unknown as typeof Plain;
    expect((await rejection(createApp({ runnables: [Idle, missing] }))).message).to.equal(
      '[A102] createApp: runnables[1] must be a decorated class (do the modules import each other?), got undefined.',
    );
    expect(() => runnableModule(missing)).to.throw(
      '[A102] runnableModule: runnables[0] must be a decorated class',
    );
    expect((await rejection(createApp({} as never))).message).to.equal(
      '[A102] createApp: runnables must be a list of classes, got undefined.',
    );
    const interceptors = [undefined as never];
    expect((await rejection(createApp({ runnables: [Retrieve], interceptors }))).message).to.equal(
      '[A102] createApp: interceptors[0] must be a class or an object, got undefined.',
    );
  });

  it('do not include optional dependencies', async () => {
    @Runnable()
    class Lenient extends Step<string, string> {
      constructor(@inject(Model) @optional() readonly model: Model | undefined) {
        super();
      }
      run(text: string): string {
        return `${text} ${typeof this.model}`;
      }
    }
    const app = await createApp({ runnables: [Lenient] });
    expect(await app.get(Lenient).invoke('model:')).to.equal('model: undefined');
  });

  it('of declarations are reported when a module is loaded, missing providers when a class is resolved', () => {
    expect(() => new Container().load(runnableModule(Torn))).to.throw(AssemblyError, /2 faults/);
    const container = new Container();
    container.load(runnableModule(Retrieve));
    expect(() => container.get(Retrieve)).to.throw(
      AssemblyError,
      /2 faults.*No provider for Model.*No provider for SearchIndex/s,
    );
  });

  it('keep the error of a constructor as the cause', async () => {
    const error = await faultsOf(NoDisk);
    expect(error.cause).to.equal(noDisk);
    expectGolden('provider-failed', error.message);
  });

  it('name each step that could not be created, and not the chain around it', async () => {
    @Chain([(text: string) => text, NoDisk])
    class Store extends Step<string, string> {}
    @Chain([(text: string) => text, NoNetwork])
    class Fetch extends Step<string, string> {}
    const error = await createApp({ runnables: [Store, Fetch, NoDisk], modules: [offline] }).catch(
      (reason: unknown) => reason as AssemblyError,
    );
    expect((error as AssemblyError).faults.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      'A208 NoDisk could not be created: no disk',
      'A208 NoNetwork could not be created: no network',
    ]);
  });

  it('leave no rejection unhandled where one step throws while another is still being created', async () => {
    @Chain([NoNetwork, NoDisk])
    class Both extends Step<string, string> {}
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      const error = await rejection(createApp({ runnables: [Both], modules: [offline] }));
      expect(error.message).to.include('NoDisk could not be created: no disk');
      await turns(2);
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unhandled).to.deep.equal([]);
  });

  it('include those that components find when they are created, each once', async () => {
    @Tool({ name: 'weather' })
    @Runnable()
    class Weather extends Step<string, string> {
      run(city: string): string {
        return city;
      }
    }
    @Tool({ name: 'time' })
    @Runnable()
    class Time extends Step<string, string> {
      run(city: string): string {
        return city;
      }
    }
    @Chain([Weather, Time])
    class Both extends Step<string, string> {}
    const error = await faultsOf(Both, Weather, Time);
    expect(error.faults.map(({ code }) => code)).to.deep.equal(['A104', 'A104']);
    expect(error.message).to.match(
      /^Cannot assemble the application: 2 faults\..*tool weather needs.*tool time needs/s,
    );
    expect(error.cause).to.be.instanceOf(UntypedToolError);
  });

  it('are recognised by the brand of their error in every copy of the library', async () => {
    const error = await faultsOf(Torn);
    expect(RunwrightError.is(error)).to.equal(true);
    expect(RunwrightError.is(new Error('other'))).to.equal(false);
    expect(error.name).to.equal('AssemblyError');
  });
});
