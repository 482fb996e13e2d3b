import { ConfigurableModuleBuilder, type LoggerService } from '@nestjs/common';
import type { InterceptorClass } from '../../declare/use-interceptors.js';
import type { Callbacks } from '../../plan/callbacks.js';
import type { Interceptor } from '../../plan/observer.js';
import type { ValidationOptions } from '../../run/checked.js';
import type { LoggerTracerOptions } from '../observe/logger-tracer.js';

/** Options of `RunwrightModule.forRoot`: how the runnables of a Nest application are assembled and run. */
export interface RunwrightModuleOptions {
  /**
   * Values of configurable fields and alternatives, by id; the values of a call take precedence.
   *
   * An id that no runnable has is a fault. A module that Nest loads lazily is not known then: it provides the values of
   * its own fields, as `{ provide: configurable('temperature'), useValue: 0.2 }`.
   */
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  /**
   * How many instances of a class are cached, each made for certain values of its configurable fields.
   *
   * @defaultValue 100
   */
  readonly configurableCacheSize?: number | undefined;
  /** How values are checked against the types that classes declare, where a class does not say. */
  readonly validation?: ValidationOptions | undefined;
  /**
   * Interceptors around each root run of the application's runnables, the first outermost: objects, or classes, which are
   * providers that the root module sees, or else are instantiated with what it sees.
   */
  readonly interceptors?: readonly (InterceptorClass | Interceptor)[] | undefined;
  /** Callback handlers and observers of every run, root or not. */
  readonly callbacks?: Callbacks | undefined;
  /**
   * Logs runs: `true` through Nest's own logger, or through the one given, or as the options say.
   *
   * @defaultValue false
   */
  readonly logger?: boolean | LoggerService | LoggerTracerOptions | undefined;
  /**
   * How many milliseconds runs have to end by themselves when the application shuts down, before they are aborted.
   * Meanwhile health is `down`, and runs can still start, since a run may need others in order to end.
   *
   * @defaultValue 0
   */
  readonly drainMs?: number | undefined;
  /**
   * How many milliseconds aborted runs have to clean up, such as in their `finally` blocks. The shutdown goes on when all
   * have ended, at the latest after this time.
   *
   * @defaultValue 5000
   */
  readonly graceMs?: number | undefined;
}

/** Makes the options of the module; implemented by the class that `forRootAsync` has as `useClass` or `useExisting`. */
export interface RunwrightOptionsFactory {
  /** Makes the options; called once, while Nest makes the application. */
  createRunwrightOptions(): RunwrightModuleOptions | Promise<RunwrightModuleOptions>;
}

/** The static methods, tokens and types of a module with these options, as Nest's builder generates them. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<RunwrightModuleOptions>({ moduleName: 'Runwright' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createRunwrightOptions')
    .build();
