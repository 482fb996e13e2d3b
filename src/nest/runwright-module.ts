import { Module, type DynamicModule, type FactoryProvider, type Provider } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator, ModuleRef, ModulesContainer } from '@nestjs/core';
import { InvalidOptionError } from '../errors/declaration-errors.js';
import { isClass } from '../metadata/class.js';
import type { RunnableClass } from '../plan/class-types.js';
import { NestAssembly } from './assemble/nest-assembly.js';
import { Places } from './assemble/places.js';
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
 * Brings runnables into a Nest application: `forRoot` once, in the root module, and `forFeature` wherever runnables are
 * wanted. Nest makes their instances, and so they are injected, and have injected whatever the module provides.
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
   * @throws {@link AssemblyError} while Nest makes the application, listing everything that is wrong with its runnables.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return root(super.forRoot(options));
  }

  /**
   * Assembles the runnables of the whole application, with options that are had from elsewhere, such as Nest's
   * `ConfigService`.
   *
   * @param options - `imports`, and `inject` with `useFactory`; or a {@link RunwrightOptionsFactory}, by `useClass` or
   * `useExisting`.
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return root(super.forRootAsync(options));
  }

  /**
   * Provides runnables, and all that are steps of them, to the module that imports it; what they want injected is looked
   * for in that module. However many features name a runnable, the application has one instance of it.
   *
   * @param runnables - The decorated classes that the module uses.
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
  const exports = [ASSEMBLY, MODULE_OPTIONS_TOKEN, Runwright, RunwrightHealthIndicator];
  const providers: Provider[] = [Supervisor, assembly, runwright, RunwrightHealthIndicator];
  return {
    ...definition,
    global: true,
    providers: [...(definition.providers ?? []), ...providers],
    exports,
  };
}

const assembly: FactoryProvider<NestAssembly> = {
  provide: ASSEMBLY,
  useFactory: async (
    options: RunwrightModuleOptions,
    supervisor: Supervisor,
    modules: ModulesContainer,
    contexts: ExternalContextCreator,
    config: ApplicationConfig,
    moduleRef: ModuleRef,
  ) => {
    const requests = new RequestContext(moduleRef);
    const places = new Places(modules, RunwrightModule);
    const made = new NestAssembly({ options, places, contexts, requests, supervisor });
    // Requests are looked after only where something is made for them.
    if (made.hasRunScoped) config.addGlobalInterceptor(requests);
    await made.prepare();
    return made;
  },
  inject: [
    MODULE_OPTIONS_TOKEN,
    Supervisor,
    ModulesContainer,
    ExternalContextCreator,
    ApplicationConfig,
    ModuleRef,
  ],
};

const runwright: FactoryProvider<Runwright> = {
  provide: Runwright,
  useFactory: (made: NestAssembly, supervisor: Supervisor, options: RunwrightModuleOptions) =>
    new Runwright(made, supervisor, options),
  inject: [ASSEMBLY, Supervisor, MODULE_OPTIONS_TOKEN],
};
