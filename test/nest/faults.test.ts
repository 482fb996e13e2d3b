import 'reflect-metadata';
import { Controller, Inject, Injectable, Module, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { LazyModuleLoader } from '@nestjs/core';
import { AssemblyError, Chain, Configurable, Fallback, Runnable, Step, configurable, ref } from 'runwright';
import { Runwright, RunwrightModule, type RunwrightOptionsFactory } from 'runwright/nest';
import { caught } from '../support/caught.js';

class SearchIndex {}

@Runnable()
class Retrieve extends Step<string, string> {
  constructor(readonly index: SearchIndex) {
    super();
  }
  run(text: string): string {
    return text;
  }
}

@Chain([Retrieve, (text: string) => text])
class Answer extends Step<string, string> {}

function faultsOf(...imports: unknown[]): Promise<Error> {
  return caught(Test.createTestingModule({ imports: imports as never }).compile()) as Promise<Error>;
}

/** The text of an error, without where classes were declared. */
function textOf({ message }: Error): string {
  return message.replaceAll(/\n {2}declared .*/g, '');
}

describe('faults of a Nest application', () => {
  it('name the module that lacks a provider, all at once', async () => {
    @Runnable()
    class Model extends Step<string, string> {
      constructor(@Inject('API_KEY') readonly key: string) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    @Chain([Answer, Model, ref<string, string>('PARSER')])
    class Whole extends Step<string, string> {}
    @Module({ imports: [RunwrightModule.forFeature([Whole])] })
    class AnswersModule {}

    const error = await faultsOf(RunwrightModule.forRoot(), AnswersModule);
    expect(error).to.be.instanceOf(AssemblyError);
    expect(textOf(error)).to.equal(
      [
        'Cannot assemble the application: 3 faults.',
        '',
        '[A201] No provider for SearchIndex.',
        '  needed by   Retrieve, constructor argument 0 (index)',
        '  path        Whole -> Answer -> Retrieve -> SearchIndex',
        '  fix         add SearchIndex to the providers of AnswersModule, or import the module that exports it',
        '',
        '[A201] No provider for API_KEY.',
        '  needed by   Model, constructor argument 0 (key)',
        '  path        Whole -> Model -> API_KEY',
        '  fix         add API_KEY to the providers of AnswersModule, or import the module that exports it',
        '',
        '[A201] No provider for PARSER.',
        '  needed by   Whole, step 3',
        '  path        Whole -> PARSER',
        '  fix         add PARSER to the providers of AnswersModule, or import the module that exports it',
      ].join('\n'),
    );
  });

  it('say what to export, and what to import', async () => {
    @Module({ providers: [SearchIndex] })
    class ClosedModule {}
    @Module({ providers: [SearchIndex], exports: [SearchIndex] })
    class OpenModule {}
    @Module({ imports: [RunwrightModule.forFeature([Answer]), ClosedModule] })
    class AnswersModule {}
    @Module({ imports: [RunwrightModule.forFeature([Answer])] })
    class LonelyModule {}

    expect(textOf(await faultsOf(RunwrightModule.forRoot(), AnswersModule))).to.contain(
      'fix         add SearchIndex to the exports of ClosedModule, and ClosedModule to the imports of AnswersModule',
    );
    expect(textOf(await faultsOf(RunwrightModule.forRoot(), OpenModule, LonelyModule))).to.contain(
      'fix         add OpenModule, which exports SearchIndex, to the imports of LonelyModule',
    );
  });

  it('say that forRoot is missing', async () => {
    @Module({ imports: [RunwrightModule.forFeature([Answer])], providers: [SearchIndex] })
    class AnswersModule {}
    expect(textOf(await faultsOf(AnswersModule))).to.match(
      /^Cannot assemble.*\n\n\[A213\] \w+ cannot be assembled without RunwrightModule\.forRoot\(\)\.\n {2}fix +add RunwrightModule\.forRoot\(\) to the imports/,
    );
  });

  it('leave a forgotten forFeature to Nest, and report a runnable among the providers', async () => {
    @Controller()
    class AnswersController {
      constructor(readonly answer: Answer) {}
    }
    @Module({ controllers: [AnswersController] })
    class AnswersModule {}
    expect((await faultsOf(RunwrightModule.forRoot(), AnswersModule)).message).to.contain(
      "Nest can't resolve dependencies of the AnswersController",
    );

    @Module({ providers: [Answer], controllers: [AnswersController] })
    class MistakenModule {}
    expect(textOf(await faultsOf(RunwrightModule.forRoot(), MistakenModule))).to.equal(
      [
        'Cannot assemble the application: 1 fault.',
        '',
        '[A214] Answer is a provider of MistakenModule, where nothing assembles it.',
        '  fix         take it out of the providers of MistakenModule, and add RunwrightModule.forFeature([Answer]) to its imports',
      ].join('\n'),
    );
  });

  it('include a class that is no runnable', async () => {
    @Injectable()
    class Service {}
    const error = await faultsOf(
      RunwrightModule.forRoot(),
      RunwrightModule.forFeature([Service as unknown as typeof Answer]),
    );
    expect(textOf(error)).to.contain(
      '[A206] Service is used as a step, but no decorator declares it as a runnable.\n' +
        '  needed by   RunwrightModule.forFeature',
    );
    expect(textOf(error)).to.contain('put it into the providers of a module instead, if it is a service');
    expect(() => RunwrightModule.forFeature([{} as unknown as typeof Answer])).to.throw(
      'RunwrightModule.forFeature: runnable 1 must be a class, got',
    );
  });

  it('include a request-scoped provider injected into a singleton', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class User {}
    @Injectable()
    class Rights {
      constructor(readonly user: User) {}
    }
    @Runnable()
    class Check extends Step<string, string> {
      constructor(readonly rights: Rights) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    @Module({ imports: [RunwrightModule.forFeature([Check])], providers: [User, Rights] })
    class ChecksModule {}
    expect(textOf(await faultsOf(RunwrightModule.forRoot(), ChecksModule))).to.equal(
      [
        'Cannot assemble the application: 1 fault.',
        '',
        '[A211] Check has the scope singleton, but depends on Rights, of which each run has its own instance.',
        '  needed by   Check, constructor argument 0 (rights)',
        '  path        Check -> Rights',
        "  fix         declare Check with { scope: 'run' } as well:",
        '              an instance that is kept for several runs would mix up what belongs to each of them',
      ].join('\n'),
    );
  });

  it('include a cycle through a provider, for which Nest would wait forever', async () => {
    @Injectable()
    class Catalogue {
      constructor(@Inject('ANSWER') readonly answer: unknown) {}
    }
    @Runnable()
    class Browse extends Step<string, string> {
      constructor(readonly catalogue: Catalogue) {
        super();
      }
      run(text: string): string {
        return text;
      }
    }
    @Chain([Browse, (text: string) => text])
    class Guide extends Step<string, string> {}
    @Module({
      imports: [RunwrightModule.forFeature([Guide])],
      providers: [Catalogue, { provide: 'ANSWER', useExisting: Guide }],
    })
    class GuideModule {}
    expect(textOf(await faultsOf(RunwrightModule.forRoot(), GuideModule))).to.equal(
      [
        'Cannot assemble the application: 1 fault.',
        '',
        '[A203] Browse depends on itself.',
        '  path        Browse -> Catalogue -> ANSWER -> Guide -> Browse',
        '  fix         inject ModuleRef into one of them in place of the next, such as Catalogue, and get that in its onModuleInit',
      ].join('\n'),
    );
  });

  it('include an interceptor around all runs that depends on a runnable', async () => {
    @Injectable()
    class Sink {
      constructor(readonly answer: Answer) {}
    }
    @Injectable()
    class Audit {
      constructor(readonly sink: Sink) {}
      onStart(): void {}
    }
    @Module({
      imports: [RunwrightModule.forFeature([Answer])],
      providers: [SearchIndex, Sink],
      exports: [Sink],
    })
    class AnswersModule {}
    const error = await faultsOf(RunwrightModule.forRoot({ interceptors: [Audit] }), AnswersModule);
    expect(textOf(error)).to.contain(
      '[A203] Audit depends on itself.\n  path        Audit -> Sink -> Answer -> Audit\n',
    );
  });

  it('include an interceptor around all runs that has Runwright injected', async () => {
    @Injectable()
    class Audit {
      constructor(readonly runwright: Runwright) {}
      onStart(): void {}
    }
    const error = await faultsOf(RunwrightModule.forRoot({ interceptors: [Audit] }));
    expect(textOf(error)).to.contain(
      '[A203] Audit depends on itself.\n  path        Audit -> Runwright -> Audit\n',
    );
  });

  describe('include options that depend on', () => {
    @Injectable()
    class Prompts {
      constructor(readonly answer: Answer) {}
    }
    @Module({
      imports: [RunwrightModule.forFeature([Answer])],
      providers: [SearchIndex, Prompts],
      exports: [RunwrightModule, Prompts],
    })
    class AnswersModule {}
    @Injectable()
    class Options implements RunwrightOptionsFactory {
      constructor(readonly prompts: Prompts) {}
      createRunwrightOptions() {
        return {};
      }
    }
    const imports = [AnswersModule];
    const useFactory = () => ({});
    const faulty = {
      'a runnable': [RunwrightModule.forRootAsync({ imports, inject: [Answer], useFactory }), 'Answer'],
      'a service that has one injected': [
        RunwrightModule.forRootAsync({ imports, useClass: Options }),
        'Options -> Prompts -> Answer',
      ],
      'Runwright itself': [
        RunwrightModule.forRootAsync({ imports, inject: [Runwright], useFactory }),
        'Runwright',
      ],
    } as const;
    for (const [what, [root, path]] of Object.entries(faulty)) {
      it(`${what}, for which Nest would wait forever`, async () => {
        const needed = path.split(' -> ').at(-1);
        expect(textOf(await faultsOf(root, AnswersModule))).to.equal(
          [
            'Cannot assemble the application: 1 fault.',
            '',
            `[A203] The options of RunwrightModule.forRootAsync depend on ${needed}, which is assembled with these options.`,
            `  path        RunwrightModule.forRootAsync -> ${path} -> RunwrightModule.forRootAsync`,
            `  fix         make the options without ${needed}, from services that depend on no runnable`,
          ].join('\n'),
        );
      });
    }
  });

  it('include a value for a field that only a lazily loaded module has, which can provide it itself', async () => {
    @Runnable()
    class Late extends Step<string, string> {
      @Configurable({ id: 'when' }) when = 'by default';
      run(text: string): string {
        return `${text} ${this.when}`;
      }
    }
    @Module({
      imports: [RunwrightModule.forFeature([Late])],
      providers: [{ provide: configurable('when'), useValue: 'late' }],
    })
    class LateModule {}

    const error = await faultsOf(RunwrightModule.forRoot({ configurable: { when: 'late' } }));
    expect(textOf(error)).to.equal(
      [
        'Cannot assemble the application: 1 fault.',
        '',
        '[A212] No configurable field has the id "when".',
        '  fix         correct the values passed to RunwrightModule.forRoot({ configurable: { ... } });',
        '              a lazily loaded module provides those of its own fields: { provide: configurable(id), useValue }',
      ].join('\n'),
    );

    const app = await Test.createTestingModule({ imports: [RunwrightModule.forRoot()] }).compile();
    const loaded = await app.get(LazyModuleLoader).load(() => LateModule);
    expect(await loaded.get(Late, { strict: false }).invoke('comes')).to.equal('comes late');
    await app.close();
  });

  it('include a step without provider, and values that fit no field, together', async () => {
    @Chain([ref<string, string>('OTHER'), (text: string) => text])
    class First extends Step<string, string> {}
    @Fallback([First])
    @Runnable()
    class Second extends Step<string, string> {
      @Configurable({ id: 'temperature', type: Number }) temperature = 1;
      run(text: string): string {
        return text;
      }
    }
    const error = await faultsOf(
      RunwrightModule.forRoot({ configurable: { temprature: 1, temperature: 'hot' } }),
      RunwrightModule.forFeature([Second]),
    );
    expect(textOf(error)).to.contain('[A201] No provider for OTHER.');
    expect(textOf(error)).to.contain(
      '[A212] No configurable field has the id "temprature".\n' +
        '  fix         correct the values passed to RunwrightModule.forRoot({ configurable: { ... } });\n' +
        '              a lazily loaded module provides those of its own fields: { provide: configurable(id), useValue }\n' +
        '  near        "temperature" is one',
    );
    expect(textOf(error).match(/\[A212\]/g)).to.have.length(2);
  });

  it('leave the errors of constructors untouched', async () => {
    const failure = new Error('no key');
    @Runnable()
    class Failing extends Step<string, string> {
      constructor() {
        super();
        throw failure;
      }
      run(text: string): string {
        return text;
      }
    }
    expect(await faultsOf(RunwrightModule.forRoot(), RunwrightModule.forFeature([Failing]))).to.equal(
      failure,
    );
  });
});
