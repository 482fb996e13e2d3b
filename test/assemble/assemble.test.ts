import 'reflect-metadata';
import { expect } from 'chai';
import { Container, ContainerModule, inject, injectable, named, preDestroy, tagged } from 'inversify';
import {
  AssemblyError,
  Chain,
  Parallel,
  Runnable,
  RunnableLambda,
  Step,
  createApp,
  ref,
  runPathOf,
  runnableModule,
  type RunContext,
} from 'runwright';
import { rejection } from '../support/caught.js';
import { collect } from '../support/collect.js';

@injectable()
class Suffix {
  readonly text: string = '!';
}

@Runnable()
class Shout extends Step<string, string> {
  constructor(protected readonly suffix: Suffix) {
    super();
  }
  run(text: string): string {
    return text.toUpperCase() + this.suffix.text;
  }
}

@Runnable()
class Words extends Step<string, string> {
  async *run(text: string): AsyncGenerator<string> {
    for (const word of text.split(' ')) yield `${word} `;
  }
}

@Chain([Shout, { shouted: Words, length: (text: string) => text.length }], { name: 'measure' })
class Measure extends Step<string, { shouted: string; length: number }> {}

const destroyed: string[] = [];

@injectable()
class Pool {
  @preDestroy() close(): void {
    destroyed.push('pool');
  }
}

@Runnable()
class Query extends Step<string, string> {
  constructor(readonly pool: Pool) {
    super();
  }
  run(text: string): string {
    return text;
  }
  @preDestroy() stop(): void {
    destroyed.push('query');
  }
}

const services = new ContainerModule(({ bind }) => {
  bind(Suffix).toSelf().inSingletonScope();
});

describe('createApp', () => {
  it('assembles a chain of classes, functions and objects, which invokes, streams and batches', async () => {
    const app = await createApp({ runnables: [Measure], modules: [services] });
    const measure = app.get(Measure);
    expect(measure).to.be.instanceOf(Measure);
    expect(measure.getName()).to.equal('measure');
    expect(await measure.invoke('a bc')).to.deep.equal({ shouted: 'A BC! ', length: 5 });
    const chunks = await collect(measure.stream('a bc'));
    expect(chunks.filter((chunk) => 'shouted' in chunk)).to.deep.equal([
      { shouted: 'A ' },
      { shouted: 'BC! ' },
    ]);
    expect(await measure.batch(['a', 'b'])).to.deep.equal([
      { shouted: 'A! ', length: 2 },
      { shouted: 'B! ', length: 2 },
    ]);
  });

  it('gives the instance itself, which can be piped on', async () => {
    const app = await createApp({ runnables: [Shout], modules: [services] });
    const shout = app.get(Shout);
    expect(await shout.pipe((text) => text.length).invoke('abc')).to.equal(4);
    expect(shout.invokeSync('x')).to.equal('X!');
  });

  it('makes one instance of a class however often it stands in chains', async () => {
    let made = 0;
    @Runnable()
    class Counted extends Step<string, string> {
      constructor() {
        super();
        made += 1;
      }
      run(text: string): string {
        return text;
      }
    }
    @Chain([Counted, Counted])
    class Twice extends Step<string, string> {}
    const app = await createApp({ runnables: [Twice, Counted] });
    await app.get(Twice).invoke('x');
    expect(app.get(Counted)).to.equal(app.get(Counted));
    expect(made).to.equal(1);
  });

  it('makes an instance for each use where the scope is transient', async () => {
    @Runnable({ scope: 'transient' })
    class Fresh extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }
    const app = await createApp({ runnables: [Fresh] });
    expect(app.get(Fresh)).not.to.equal(app.get(Fresh));
  });

  it('injects by identifier, into properties, and through inheritance without a constructor of its own', async () => {
    const GREETING = Symbol('greeting');
    @Runnable()
    class Base extends Step<string, string> {
      @inject(GREETING) readonly greeting!: string;
      constructor(@inject('name') readonly own: string) {
        super();
      }
      run(text: string): string {
        return `${this.greeting} ${this.own} ${text}`;
      }
    }
    class Plainly extends Base {}
    @Runnable()
    class Derived extends Base {}
    const values = new ContainerModule(({ bind }) => {
      bind(GREETING).toConstantValue('hello');
      bind('name').toConstantValue('Ada');
    });
    const app = await createApp({ runnables: [Derived, Plainly], modules: [values] });
    expect(await app.get(Derived).invoke('x')).to.equal('hello Ada x');
    expect(await app.get(Plainly).invoke('y')).to.equal('hello Ada y');
    expect(app.get(Derived).getName()).to.equal('Derived');
  });

  it('injects what is bound only by a name or a tag', async () => {
    @Runnable()
    class Greet extends Step<string, string> {
      constructor(
        @inject('greeting') @named('formal') readonly formal: string,
        @inject('mark') @tagged('loud', true) readonly mark: string,
      ) {
        super();
      }
      run(text: string): string {
        return `${this.formal} ${text}${this.mark}`;
      }
    }
    const values = new ContainerModule(({ bind }) => {
      bind('greeting').toConstantValue('Good day').whenNamed('formal');
      bind('mark').toConstantValue('!').whenTagged('loud', true);
    });
    const app = await createApp({ runnables: [Greet], modules: [values] });
    expect(await app.get(Greet).invoke('Ada')).to.equal('Good day Ada!');
    const error = await rejection(createApp({ runnables: [Greet] }));
    if (!(error instanceof AssemblyError)) throw error;
    expect(error.faults.map(({ neededBy }) => neededBy)).to.deep.equal([
      'Greet, constructor argument 0 (formal), named "formal" (string)',
      'Greet, constructor argument 1 (mark), tagged loud: true (boolean)',
    ]);
  });

  it('waits for asynchronous providers', async () => {
    const later = new ContainerModule(({ bind }) => {
      bind(Suffix)
        .toDynamicValue(async () => {
          await Promise.resolve();
          return Object.assign(new Suffix(), { text: '?' });
        })
        .inSingletonScope();
    });
    const app = await createApp({ runnables: [Measure], modules: [later] });
    expect((await app.get(Measure).invoke('a')).shouted).to.equal('A? ');
    expect((await (await app.getAsync(Measure)).invoke('a')).shouted).to.equal('A? ');
  });

  it('runs @preDestroy of what it made when it is closed, and leaves a given container as it was', async () => {
    destroyed.length = 0;
    const owner = new Container();
    owner.bind(Pool).toSelf().inSingletonScope();
    const app = await createApp({ runnables: [Query], container: owner });
    await app.get(Query).invoke('x');
    await app.close();
    expect(destroyed).to.deep.equal(['query']);
    expect(owner.get(Pool)).to.be.instanceOf(Pool);
    expect(owner.isBound(Query)).to.equal(false);
  });

  it('disposes of what it has created when it cannot create the rest', async () => {
    destroyed.length = 0;
    @Runnable()
    class Broken extends Step<string, string> {
      constructor() {
        super();
        throw new Error('no disk');
      }
      run(text: string): string {
        return text;
      }
    }
    const pools = new ContainerModule(({ bind }) => {
      bind(Pool).toSelf().inSingletonScope();
    });
    const error = await rejection(createApp({ runnables: [Query, Broken], modules: [pools] }));
    expect(error.message).to.include('Broken could not be created: no disk');
    expect(destroyed).to.have.members(['pool', 'query']);
  });

  it('keeps what is bound already in the place of a class', async () => {
    const fake = new ContainerModule(({ bind }) => {
      bind<unknown>(Shout).toConstantValue(RunnableLambda.from((text: string) => `fake ${text}`));
    });
    const app = await createApp({ runnables: [Measure], modules: [fake] });
    expect((await app.get(Measure).invoke('a')).length).to.equal(6);
  });

  it('takes steps from service identifiers', async () => {
    const MODEL = Symbol('model');
    @Chain([ref<string, string>(MODEL), (text: string) => text.length])
    class Count extends Step<string, number> {}
    const models = new ContainerModule(({ bind }) => {
      bind(MODEL).toConstantValue((text: string) => text.repeat(2));
    });
    const app = await createApp({ runnables: [Count], modules: [models] });
    expect(await app.get(Count).invoke('abc')).to.equal(6);
  });

  it('tells in which step an error was thrown, and throws the very error', async () => {
    const offline = new Error('offline');
    @Runnable()
    class Fetch extends Step<string, string> {
      async run(): Promise<string> {
        return Promise.reject(offline);
      }
    }
    @Parallel({ fetched: Fetch })
    class Gather extends Step<string, { fetched: string }> {}
    @Chain([(text: string) => text, Gather])
    class Answer extends Step<string, { fetched: string }> {}
    const app = await createApp({ runnables: [Answer] });
    const error = await rejection(app.get(Answer).invoke('x'));
    expect(error).to.equal(offline);
    expect(runPathOf(error)).to.equal('Answer > Gather > Fetch');
  });

  it('gives steps a context', async () => {
    @Runnable()
    class Tell extends Step<string, unknown> {
      run(_: string, ctx: RunContext): unknown {
        return { tags: ctx.tags, kwargs: ctx.kwargs, attempt: ctx.attempt };
      }
    }
    const told = await new Tell().invoke('x', { tags: ['a'] }, { stop: 1 });
    expect(told).to.deep.equal({ tags: ['a'], kwargs: { stop: 1 }, attempt: 1 });
  });
});

describe('runnableModule', () => {
  it('gives assembled classes in a container that belongs to somebody else', async () => {
    const container = new Container();
    container.load(runnableModule(Measure), services);
    expect((await container.get(Measure).invoke('a')).length).to.equal(2);
    expect(container.get(Shout).invokeSync('b')).to.equal('B!');
  });
});

describe('an instance made by hand', () => {
  it('runs without a container where nothing is to be injected', async () => {
    @Chain([Words, { text: (text: string) => text.trim() }])
    class Trim extends Step<string, { text: string }> {}
    expect(await new Trim().invoke('a b')).to.deep.equal({ text: 'a b' });
    expect(await new Words().pipe((text) => text.length).invoke('ab')).to.equal(3);
    expect(await new Shout(new Suffix()).invoke('x')).to.equal('X!');
  });

  it('says which step needs a container', async () => {
    const error = await rejection(new Measure().invoke('x'));
    expect(error.message).to.include(
      'Measure was created without a container, but its part Shout needs one.',
    );
  });
});

describe('@Runnable', () => {
  it('streams by runStream, batches by runBatch', async () => {
    @Runnable()
    class Upper extends Step<string, string> {
      async *runStream(chunks: AsyncIterable<string>): AsyncGenerator<string> {
        for await (const chunk of chunks) yield chunk.toUpperCase();
      }
      runBatch(inputs: readonly string[]): string[] {
        return inputs.map((text) => `${text.toUpperCase()} of ${inputs.length}`);
      }
    }
    @Chain([Words, Upper])
    class Both extends Step<string, string> {}
    const app = await createApp({ runnables: [Both] });
    const chunks = await collect(app.get(Both).stream('a b'));
    expect(chunks).to.deep.equal(['A ', 'B ']);
    expect(await app.get(Both).invoke('a b')).to.equal('A B ');
    expect(await app.get(Both).batch(['a', 'b'])).to.deep.equal(['A  of 2', 'B  of 2']);
  });

  it('may return another runnable, which then runs in its place', async () => {
    @Runnable()
    class Delegate extends Step<string, string> {
      run(): Shout {
        return new Shout(new Suffix());
      }
    }
    expect(await new Delegate().invoke('x')).to.equal('X!');
  });

  it('fails as a whole where runBatch gives another number of outputs', async () => {
    @Runnable()
    class Short extends Step<string, string> {
      run(text: string): string {
        return text;
      }
      runBatch(): string[] {
        return [];
      }
    }
    const error = await rejection(new Short().batch(['a', 'b']));
    expect(error.message).to.include('Short.runBatch');
  });
});
