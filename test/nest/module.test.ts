import 'reflect-metadata';
import {
  Inject,
  Injectable,
  Module,
  Optional,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { inject, postConstruct, preDestroy } from 'inversify';
import {
  Alternatives,
  Chain,
  Configurable,
  Fallback,
  RunnableLambda,
  Runnable,
  Step,
  UseInterceptors,
  ref,
  type Run,
} from 'runwright';
import { Runwright, RunwrightModule, type RunwrightOptionsFactory } from 'runwright/nest';

const made: string[] = [];

@Injectable()
class SearchIndex {
  constructor(@Inject('CORPUS') private readonly corpus: readonly string[]) {
    made.push('SearchIndex');
  }
  search(word: string): string {
    return this.corpus.find((text) => text.includes(word)) ?? 'nothing';
  }
}

@Runnable()
class Retrieve extends Step<string, string> {
  constructor(private readonly index: SearchIndex) {
    super();
    made.push('Retrieve');
  }
  run(word: string): string {
    return this.index.search(word);
  }
}

// Twice decorated, as somebody may who is used to it.
@Injectable()
@Runnable()
class Model extends Step<string, string> {
  @Configurable({ id: 'mood' }) mood = 'calm';
  @Inject('SUFFIX') private readonly suffix!: string;
  constructor(@Inject('PREFIX') private readonly prefix: string) {
    super();
    made.push('Model');
  }
  run(text: string): string {
    return `${this.prefix} ${text}, ${this.mood}${this.suffix}`;
  }
}

@Chain([Retrieve, Model])
class Answer extends Step<string, string> {}

@Injectable()
class Answers {
  constructor(readonly answer: Answer) {}
}

@Module({
  imports: [RunwrightModule.forFeature([Answer])],
  providers: [
    SearchIndex,
    Answers,
    { provide: 'CORPUS', useFactory: async () => ['the sky is blue'] },
    { provide: 'PREFIX', useValue: 'So:' },
    { provide: 'SUFFIX', useValue: '.' },
  ],
  exports: [RunwrightModule],
})
class AnswersModule {}

describe('RunwrightModule', () => {
  beforeEach(() => made.splice(0));

  it('provides a chain whose steps have what the module has, each thing once', async () => {
    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), AnswersModule],
    }).compile();
    const { answer } = app.get(Answers, { strict: false });

    expect(await answer.invoke('sky')).to.equal('So: the sky is blue, calm.');
    expect(made.sort()).to.deep.equal(['Model', 'Retrieve', 'SearchIndex']);
    expect(app.get(Answer, { strict: false })).to.equal(answer);
    expect(app.get(Runwright).container.get(Answer)).to.equal(answer);
    expect(app.get(Runwright).size).to.equal(3);
    await app.close();
  });

  it('gives configurable fields the values of the application, and those of a call', async () => {
    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot({ configurable: { mood: 'merry' } }), AnswersModule],
    }).compile();
    const answer = app.get(Answer, { strict: false });

    expect(await answer.invoke('sky')).to.equal('So: the sky is blue, merry.');
    expect(await answer.invoke('sky', { configurable: { mood: 'sad' } })).to.equal(
      'So: the sky is blue, sad.',
    );
    expect(answer.configSpecs.map(({ id, default: value }) => [id, value])).to.deep.equal([
      ['mood', 'merry'],
    ]);
    await app.close();
  });

  it('has one instance of a chain, however many features name it', async () => {
    @Injectable()
    class Others {
      constructor(
        readonly answer: Answer,
        readonly retrieve: Retrieve,
      ) {}
    }
    @Module({ imports: [RunwrightModule.forFeature([Answer, Retrieve])], providers: [Others] })
    class OthersModule {}

    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), AnswersModule, OthersModule],
    }).compile();

    expect(app.get(Others, { strict: false }).answer).to.equal(app.get(Answers, { strict: false }).answer);
    expect(made.sort()).to.deep.equal(['Model', 'Retrieve', 'SearchIndex']);
    await app.close();
  });

  it('is exported again by a module that exports RunwrightModule', async () => {
    @Injectable()
    class Reader {
      constructor(readonly answer: Answer) {}
    }
    @Module({ imports: [AnswersModule], providers: [Reader] })
    class ReaderModule {}
    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), ReaderModule],
    }).compile();
    expect(await app.get(Reader, { strict: false }).answer.invoke('sky')).to.contain('blue');
    await app.close();
  });

  describe('forRootAsync', () => {
    @Injectable()
    class Settings {
      readonly mood = 'set';
    }
    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}

    @Injectable()
    class Options implements RunwrightOptionsFactory {
      constructor(private readonly settings: Settings) {}
      async createRunwrightOptions() {
        return { configurable: { mood: this.settings.mood } };
      }
    }
    @Module({ imports: [SettingsModule], providers: [Options], exports: [Options] })
    class OptionsModule {}

    const kinds = {
      useFactory: () =>
        RunwrightModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: (settings: Settings) => ({ configurable: { mood: settings.mood } }),
        }),
      useClass: () => RunwrightModule.forRootAsync({ imports: [SettingsModule], useClass: Options }),
      useExisting: () => RunwrightModule.forRootAsync({ imports: [OptionsModule], useExisting: Options }),
    };
    for (const [kind, forRoot] of Object.entries(kinds)) {
      it(`takes its options from ${kind}`, async () => {
        const app = await Test.createTestingModule({ imports: [forRoot(), AnswersModule] }).compile();
        expect(await app.get(Answer, { strict: false }).invoke('sky')).to.equal('So: the sky is blue, set.');
        await app.close();
      });
    }
  });

  describe('overrideProvider', () => {
    const testing = () => Test.createTestingModule({ imports: [RunwrightModule.forRoot(), AnswersModule] });

    it('replaces what a step has injected', async () => {
      const app = await testing()
        .overrideProvider(SearchIndex)
        .useValue({ search: () => 'a fake' })
        .compile();
      expect(await app.get(Answer, { strict: false }).invoke('sky')).to.equal('So: a fake, calm.');
      expect(made).not.to.include('SearchIndex');
      await app.close();
    });

    it('replaces a step of a chain by a runnable', async () => {
      const fake = RunnableLambda.from((text: string) => `fake ${text}`);
      const app = await testing().overrideProvider(Model).useValue(fake).compile();
      expect(await app.get(Answer, { strict: false }).invoke('sky')).to.equal('fake the sky is blue');
      expect(made).not.to.include('Model');
      await app.close();
    });

    it('replaces a step of a chain by another class', async () => {
      @Runnable()
      class FakeModel extends Step<string, string> {
        run(text: string): string {
          return text.toUpperCase();
        }
      }
      const app = await testing().overrideProvider(Model).useClass(FakeModel).compile();
      expect(await app.get(Answer, { strict: false }).invoke('sky')).to.equal('THE SKY IS BLUE');
      await app.close();
    });

    it('replaces the chain that a controller has injected', async () => {
      const app = await testing()
        .overrideProvider(Answer)
        .useValue({ invoke: async () => 'canned' })
        .compile();
      expect(await app.get(Answers, { strict: false }).answer.invoke('sky')).to.equal('canned');
      await app.close();
    });
  });

  describe('what a step may have injected', () => {
    it('is what Inversify’s decorators name, too, and what is optional may be missing', async () => {
      @Runnable()
      class Both extends Step<string, string> {
        @inject('PROPERTY') readonly property!: string;
        constructor(
          @inject('ARGUMENT') readonly argument: string,
          @Optional() @Inject('MISSING') readonly missing = 'left out',
        ) {
          super();
        }
        run(): string {
          return [this.property, this.argument, this.missing].join(' ');
        }
      }
      const app = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Both])],
        providers: [
          { provide: 'PROPERTY', useValue: 'property' },
          { provide: 'ARGUMENT', useValue: 'argument' },
        ],
      }).compile();
      expect(await app.get(Both, { strict: false }).invoke('')).to.equal('property argument left out');
      await app.close();
    });

    it('is what the constructor names that makes it, its own or that of a base', async () => {
      @Runnable()
      class Base extends Step<string, string> {
        constructor(@Optional() @Inject('MISSING') readonly word = 'by default') {
          super();
        }
        run(): string {
          return this.word;
        }
      }
      @Runnable()
      class WithBaseConstructor extends Base {}
      @Runnable()
      class WithOwnConstructor extends Base {
        constructor(index: SearchIndex, @Inject('SUFFIX') suffix: string) {
          super(`${index.search('sky')}${suffix}`);
        }
      }
      @Runnable()
      class WithoutArguments extends WithOwnConstructor {
        constructor() {
          super({ search: () => 'no provider' } as unknown as SearchIndex, '!');
        }
      }
      @Runnable()
      class Inheriting extends WithOwnConstructor {}
      const classes = [WithBaseConstructor, WithOwnConstructor, WithoutArguments, Inheriting];
      const app = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature(classes)],
        providers: [
          SearchIndex,
          { provide: 'CORPUS', useValue: ['the sky is blue'] },
          { provide: 'SUFFIX', useValue: '.' },
        ],
      }).compile();
      expect(await app.get(WithBaseConstructor, { strict: false }).invoke('')).to.equal('by default');
      expect(await app.get(WithOwnConstructor, { strict: false }).invoke('')).to.equal('the sky is blue.');
      expect(await app.get(WithoutArguments, { strict: false }).invoke('')).to.equal('no provider!');
      expect(await app.get(Inheriting, { strict: false }).invoke('')).to.equal('the sky is blue.');
      await app.close();
    });

    it('is another runnable', async () => {
      @Runnable()
      class Asks extends Step<string, string> {
        constructor(private readonly answer: Answer) {
          super();
        }
        async run(word: string): Promise<string> {
          return `${await this.answer.invoke(word)} Or so.`;
        }
      }
      const app = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Asks]), AnswersModule],
      }).compile();
      expect(await app.get(Asks, { strict: false }).invoke('sky')).to.equal(
        'So: the sky is blue, calm. Or so.',
      );
      await app.close();
    });

    it('is a service with configurable fields, made anew for a call’s values', async () => {
      @Injectable()
      class Greeter {
        @Configurable({ id: 'greeting' }) greeting = 'Hello';
        constructor(@Configurable({ id: 'mark' }) readonly mark: string = '!') {}
      }
      @Runnable()
      class Greet extends Step<string, string> {
        constructor(private readonly greeter: Greeter) {
          super();
        }
        run(name: string): string {
          return `${this.greeter.greeting} ${name}${this.greeter.mark}`;
        }
      }
      const app = await Test.createTestingModule({
        imports: [
          RunwrightModule.forRoot({ configurable: { greeting: 'Servus' } }),
          RunwrightModule.forFeature([Greet]),
        ],
        providers: [Greeter],
      }).compile();
      const greet = app.get(Greet, { strict: false });
      expect(await greet.invoke('Ada')).to.equal('Servus Ada!');
      expect(app.get(Greeter).greeting).to.equal('Servus');
      expect(await greet.invoke('Ada', { configurable: { greeting: 'Ave', mark: '?' } })).to.equal(
        'Ave Ada?',
      );
      await app.close();
    });
  });

  it('has alternatives and fallbacks, tokens as steps, and interceptors that are providers or made', async () => {
    const seen: string[] = [];
    @Injectable()
    class Audit {
      constructor(@Inject('SUFFIX') readonly suffix: string) {
        made.push('Audit');
      }
      onStart(run: Run): void {
        seen.push(`${run.name}${this.suffix}`);
      }
    }
    @Runnable()
    class Loud extends Step<string, string> {
      run(text: string): string {
        return text.toUpperCase();
      }
    }
    @Alternatives({ id: 'voice', default: 'plain', alternatives: { loud: Loud } })
    @Runnable()
    class Plain extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }
    @Fallback([Loud])
    @Runnable()
    class Broken extends Step<string, string> {
      run(text: string): string {
        if (text.includes('sky')) throw new Error('broken');
        return text;
      }
    }
    @UseInterceptors(Audit)
    @Chain([ref<string, string>('TRIM'), Broken, Plain])
    class Say extends Step<string, string> {}

    for (const providers of [[Audit], []]) {
      made.splice(0);
      seen.splice(0);
      const app = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot({ interceptors: [Audit] }), RunwrightModule.forFeature([Say])],
        providers: [
          ...providers,
          { provide: 'TRIM', useValue: RunnableLambda.from((text: string) => text.trim()) },
          { provide: 'SUFFIX', useValue: '.' },
        ],
      }).compile();
      const say = app.get(Say, { strict: false });
      expect(await say.invoke(' hello ')).to.equal('hello');
      expect(await say.invoke(' sky ')).to.equal('SKY');
      expect(await say.invoke('hello', { configurable: { voice: 'loud' } })).to.equal('HELLO');
      expect(seen).to.deep.equal(Array(6).fill('Say.'));
      expect(made).to.deep.equal(['Audit']);
      await app.close();
    }
  });

  it('assembles the runnables of modules that are loaded lazily', async () => {
    @Runnable()
    class Late extends Step<string, string> {
      @Configurable({ id: 'when' }) when = 'late';
      constructor(@Inject('WHO') private readonly who: string) {
        super();
      }
      run(text: string): string {
        return `${text} ${this.who} ${this.when}`;
      }
    }
    @Module({
      imports: [RunwrightModule.forFeature([Late])],
      providers: [{ provide: 'WHO', useValue: 'you' }],
    })
    class LateModule {}
    @Module({ imports: [RunwrightModule.forFeature([Late])] })
    class LackingModule {}
    for (const [module, outcome] of [
      [LateModule, 'see you late'],
      [LackingModule, 'No provider for WHO.'],
    ] as const) {
      const app = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot(), AnswersModule],
      }).compile();
      const loaded = await app
        .get(LazyModuleLoader)
        .load(() => module)
        .then((ref) => ref.get(Late, { strict: false }).invoke('see'))
        .catch((error: unknown) => (error as Error).message);
      expect(loaded).to.contain(outcome);
      expect(await app.get(Answer, { strict: false }).invoke('sky')).to.contain('blue');
      await app.close();
    }
  });

  it('makes a transient step anew for each of its users', async () => {
    let count = 0;
    @Runnable({ scope: 'transient' })
    class Counted extends Step<string, string> {
      readonly #number = (count += 1);
      run(text: string): string {
        return `${text}${this.#number}`;
      }
    }
    @Chain([Counted, (text: string) => text])
    class One extends Step<string, string> {}
    @Chain([Counted, (text: string) => text])
    class Two extends Step<string, string> {}
    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([One, Two])],
    }).compile();
    const outputs = await Promise.all([One, Two].map((type) => app.get(type, { strict: false }).invoke('#')));
    expect(outputs.sort()).to.deep.equal(['#1', '#2']);
    await app.close();
  });

  it('has Nest call its hooks, each once, and calls those of Inversify', async () => {
    const calls: string[] = [];
    @Runnable()
    class Hooked extends Step<string, string> implements OnModuleInit, OnModuleDestroy {
      @postConstruct() start(): void {
        calls.push('postConstruct');
      }
      onModuleInit(): void {
        calls.push('onModuleInit');
      }
      onModuleDestroy(): void {
        calls.push('onModuleDestroy');
      }
      @preDestroy() stop(): void {
        calls.push('preDestroy');
      }
      run(text: string): string {
        return text;
      }
    }
    @Module({ imports: [RunwrightModule.forFeature([Hooked])] })
    class One {}
    @Module({ imports: [RunwrightModule.forFeature([Hooked])] })
    class Two {}
    const app = await Test.createTestingModule({ imports: [RunwrightModule.forRoot(), One, Two] }).compile();
    await app.init();
    await app.close();
    expect(calls).to.deep.equal(['postConstruct', 'onModuleInit', 'onModuleDestroy', 'preDestroy']);
  });

  it('calls back with on("run") when a root run has ended, until it is told to stop', async () => {
    const app = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), AnswersModule],
    }).compile();
    const answer = app.get(Answer, { strict: false });
    const names: string[] = [];
    const stop = app
      .get(Runwright)
      .on('run', ({ name, children }) => names.push(name, ...children.map((run) => run.name)));
    await answer.invoke('sky');
    stop();
    await answer.invoke('sky');
    expect(names).to.deep.equal(['Answer', 'Retrieve', 'Model']);
    await app.close();
  });
});
