import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator, ModuleRef, ModulesContainer } from '@nestjs/core';
import { AssemblyError } from '../errors/assembly-error.js';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { isClass } from '../metadata/class.js';
import type { RunnableClass } from '../plan/class-types.js';
import { optionsFault } from './assemble/inspect-nest.js';
import { ModuleLookup } from './assemble/module-lookup.js';
import { NestAssembly } from './assemble/nest-assembly.js';
import { PendingAssembly } from './assemble/pending-assembly.js';
import { ProviderGraph } from './assemble/provider-graph.js';
import { ASSEMBLY } from './declare/assembly.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN,
  type OPTIONS_TYPE,
  type RunwrightModuleOptions,
} from './declare/options.js';
import { runnableModule } from './declare/runnable-module.js';
import { RunwrightHealthIndicator } from './health-indicator.js';
import { RequestContext } from './run/request-context.js';
import { Supervisor } from './run/supervisor.js';
import { Runwright } from './runwright.js';

/**
 * Makes runnables providers of a Nest application: import `forRoot` once, in the root module, and `forFeature` in every
 * module that uses runnables. They are injected like any provider, and have injected what that module provides.
 *
 * @example
 * ```ts
 * import { Controller, Injectable, Module, Param, Get } from '@nestjs/common';
 * import { Chain, Runnable, Step } from 'runwright';
 * import { RunwrightModule } from 'runwright/nest';
 *
 * @Injectable()
 * class SearchIndex {
 *   search(words: string): string[] { return [`about ${words}`]; }
 * }
 *
 * @Runnable()
 * class Retrieve extends Step<string, string[]> {
 *   constructor(private readonly index: SearchIndex) { super(); }
 *   run(words: string): string[] { return this.index.search(words); }
 * }
 *
 * @Chain([Retrieve, (passages: string[]) => passages.join()])
 * class Answer extends Step<string, string> {}
 *
 * @Controller('answers')
 * class AnswersController {
 *   constructor(private readonly answer: Answer) {}
 *   @Get(':words')
 *   about(@Param('words') words: string): Promise<string> { return this.answer.invoke(words); }
 * }
 *
 * @Module({
 *   imports: [RunwrightModule.forFeature([Answer])],
 *   providers: [SearchIndex],
 *   controllers: [AnswersController],
 * })
 * class AnswersModule {}
 *
 * @Module({ imports: [RunwrightModule.forRoot(), AnswersModule] })
 * export class AppModule {}
 * ```
 */
@Module({})
export class RunwrightModule extends ConfigurableModuleClass {
  /**
   * Assembles the runnables of the whole application.
   *
   * While it is being created, the application fails with an {@link AssemblyError} that lists everything that is wrong with
   * its runnables.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return root(super.forRoot(options));
  }

  /**
   * Does as {@link forRoot} does, with options made from other providers, such as Nest's `ConfigService`. These must not
   * depend on runnables, which are assembled with the options.
   *
   * @param options - `imports`, and `inject` with `useFactory`; or a {@link RunwrightOptionsFactory}, by `useClass` or
   * `useExisting`.
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return root(super.forRootAsync(options));
  }

  /**
   * Provides runnables and all their steps to the module that imports it, in which their dependencies are looked up. The
   * application has one instance of a runnable, however many modules import it.
   *
   * @param runnables - The decorated classes that the module uses.
   * @throws {@link InvalidOptionError} for what is no class, such as undefined where modules import each other.
   */
  static forFeature(runnables: readonly RunnableClass[]): DynamicModule {
    runnables.forEach((runnable: unknown, index) => {
      if (isClass(runnable)) return;
      throw new InvalidOptionError(
        'RunwrightModule.forFeature',
        `runnable ${String(index + 1)}`,
        'a class',
        runnable,
      );
    });
    const modules = runnables.map(runnableModule);
    return { module: RunwrightModule, imports: modules, exports: modules };
  }
}

function root(definition: DynamicModule): DynamicModule {
  return {
    ...definition,
    global: true,
    providers: [
      ...(definition.providers ?? []),
      ...[Supervisor, graph, pendingAssembly, assembly, runwright, RunwrightHealthIndicator],
    ],
    exports: [ASSEMBLY, MODULE_OPTIONS_TOKEN, Runwright, RunwrightHealthIndicator],
  };
}

const graph: FactoryProvider<ProviderGraph> = {
  provide: ProviderGraph,
  useFactory: (modules: ModulesContainer) => new ProviderGraph(new ModuleLookup(modules, RunwrightModule)),
  inject: [ModulesContainer],
};

const pendingAssembly: FactoryProvider<PendingAssembly> = {
  provide: ASSEMBLY,
  useFactory: (providers: ProviderGraph) => {
    const pending = new PendingAssembly();
    const fault = optionsFault(providers);
    // Whatever the options wait for fails with it, and with that the application.
    if (fault !== undefined) pending.reject(new AssemblyError([fault]));
    return pending;
  },
  inject: [ProviderGraph],
};

const assembly: FactoryProvider<NestAssembly> = {
  provide: NestAssembly,
  useFactory: async (
    options: RunwrightModuleOptions,
    pending: PendingAssembly,
    providers: ProviderGraph,
    supervisor: Supervisor,
    contexts: ExternalContextCreator,
    config: ApplicationConfig,
    moduleRef: ModuleRef,
  ) => {
    try {
      const requests = new RequestContext(moduleRef);
      const made = new NestAssembly({ options, graph: providers, contexts, requests, supervisor });
      // Requests are tracked only where something is made for each of them.
      if (made.hasRunScoped) config.addGlobalInterceptor(requests);
      await made.prepare();
      pending.resolve(made);
      return made;
    } catch (error) {
      pending.reject(error);
      throw error;
    }
  },
  inject: [
    MODULE_OPTIONS_TOKEN,
    ASSEMBLY,
    ProviderGraph,
    Supervisor,
    ExternalContextCreator,
    ApplicationConfig,
    ModuleRef,
  ],
};

const runwright: FactoryProvider<Runwright> = {
  provide: Runwright,
  useFactory: async (pending: PendingAssembly, supervisor: Supervisor) =>
    new Runwright(await pending.ready, supervisor),
  inject: [ASSEMBLY, Supervisor],
};
