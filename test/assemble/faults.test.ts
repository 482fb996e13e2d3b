import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, Container, inject, injectable, optional } from 'inversify';
import {
  AssemblyError,
  Chain,
  Parallel,
  Runnable,
  RunwrightError,
  Step,
  Tool,
  UntypedToolError,
  createApp,
  ref,
  runnableModule,
} from 'runwright';
import { expectGolden, rejection } from '../support/golden.js';
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
  it('tells every fault of an application at once', async () => {
    const error = await faultsOf(Torn);
    expect(error.faults.map(({ code }) => code)).to.deep.equal(['A202', 'A101', 'A201', 'A201']);
    expectGolden('several-faults', error.message);
  });

  it('says of a runnable that is injected and not named where to name it', async () => {
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

  it('follows services to what they miss, with the whole path', async () => {
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

  it('names a step that nothing declares', async () => {
    @Chain([Plain, (text: string) => text])
    class Uses extends Step<string, string> {}
    expectGolden('not-decorated', (await faultsOf(Uses)).message);
  });

  it('prints the circle of classes that contain one another', async () => {
    class Outer extends Step<string, string> {}
    @Chain([Outer, (text: string) => text])
    class Inner extends Step<string, string> {}
    Chain([Inner, (text: string) => text])(Outer);
    expectGolden('circular', (await faultsOf(Outer)).message);
  });

  it('names the compilers that emit no types where a constructor has none', async () => {
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

  it('says that an interface leaves nothing to look for', async () => {
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

  it('says that reflect-metadata is missing where nothing keeps types', async () => {
    const kept = Object.getOwnPropertyDescriptor(Reflect, 'getOwnMetadata');
    Reflect.deleteProperty(Reflect, 'getOwnMetadata');
    try {
      expectGolden('no-reflect-metadata', (await faultsOf(Retrieve)).message);
    } finally {
      Object.defineProperty(Reflect, 'getOwnMetadata', kept as PropertyDescriptor);
    }
  });

  it('names wrappers that have nothing to wrap, and identifiers that nothing is bound to', async () => {
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

  it('names what is no class among the runnables, such as one that a circular import leaves undefined', async () => {
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

  it('does not ask for what is optional', async () => {
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

  it('tells faults of declarations when a module is loaded, and missing providers when a class is asked for', () => {
    expect(() => new Container().load(runnableModule(Torn))).to.throw(AssemblyError, /2 faults/);
    const container = new Container();
    container.load(runnableModule(Retrieve));
    expect(() => container.get(Retrieve)).to.throw(
      AssemblyError,
      /2 faults.*No provider for Model.*No provider for SearchIndex/s,
    );
  });

  it('keeps the error of a constructor as the cause', async () => {
    const boom = new Error('no disk');
    @Runnable()
    class Broken extends Step<string, string> {
      constructor() {
        super();
        throw boom;
      }
      run(text: string): string {
        return text;
      }
    }
    const error = await faultsOf(Broken);
    expect(error.cause).to.equal(boom);
    expectGolden('provider-failed', error.message);
  });

  it('names each step that could not be made, and not the chain around it', async () => {
    abstract class Client {
      abstract get(): string;
    }
    @Runnable()
    class NoDisk extends Step<string, string> {
      constructor() {
        super();
        throw new Error('no disk');
      }
      run(text: string): string {
        return text;
      }
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
    @Chain([(text: string) => text, NoDisk])
    class Store extends Step<string, string> {}
    @Chain([(text: string) => text, NoNetwork])
    class Fetch extends Step<string, string> {}
    const module = new ContainerModule(({ bind }) => {
      bind(Client).toDynamicValue(() => Promise.reject(new Error('no network')));
    });
    const error = await createApp({ runnables: [Store, Fetch, NoDisk], modules: [module] }).catch(
      (reason: unknown) => reason as AssemblyError,
    );
    expect((error as AssemblyError).faults.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      'A208 NoDisk could not be created: no disk',
      'A208 NoNetwork could not be created: no network',
    ]);
  });

  it('leaves no rejection unhandled where one step throws while another is still being created', async () => {
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
    @Runnable()
    class NoDisk extends Step<string, string> {
      constructor() {
        super();
        throw new Error('no disk');
      }
      run(text: string): string {
        return text;
      }
    }
    @Chain([NoNetwork, NoDisk])
    class Both extends Step<string, string> {}
    const module = new ContainerModule(({ bind }) => {
      bind(Client).toDynamicValue(() => Promise.reject(new Error('no network')));
    });
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      const error = await rejection(createApp({ runnables: [Both], modules: [module] }));
      expect(error.message).to.include('NoDisk could not be created: no disk');
      await turns(2);
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unhandled).to.deep.equal([]);
  });

  it('tells what components find wrong when they are made together, each once', async () => {
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

  it('is recognised by its brand in every copy of the library', async () => {
    const error = await faultsOf(Torn);
    expect(RunwrightError.is(error)).to.equal(true);
    expect(RunwrightError.is(new Error('other'))).to.equal(false);
    expect(error.name).to.equal('AssemblyError');
  });
});
