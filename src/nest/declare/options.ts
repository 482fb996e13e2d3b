import { ConfigurableModuleBuilder, type LoggerService } from '@nestjs/common';
import type { InterceptorClass } from '../../declare/use-interceptors.js';
import type { Callbacks } from '../../plan/callbacks.js';
import type { Interceptor } from '../../plan/observer.js';
import type { ValidationOptions } from '../../run/checked.js';
import type { LoggerTracerOptions } from '../observe/logger-tracer.js';

/** What the runnables of a Nest application are assembled and run with. */
export interface RunwrightModuleOptions {
  /** Values of configurable fields and alternatives, by id; a call's own values stand over them. */
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  /**
   * How many instances of a class, each made for certain values of its configurable fields, are kept.
   *
   * @defaultValue 100
   */
  readonly configurableCacheSize?: number | undefined;
  /** How the types that classes declare are held to, where a class does not say. */
  readonly validation?: ValidationOptions | undefined;
  /**
   * Interceptors around each root run of the application's runnables: classes, which are providers of the root module
   * or are made for it, or objects.
   */
  readonly interceptors?: readonly (InterceptorClass | Interceptor)[] | undefined;
  /** Handlers and observers that are told of every run in the trees of those root runs. */
  readonly callbacks?: Callbacks | undefined;
  /**
   * Logs runs through Nest's logger: `true`, a logger of one's own, or options.
   *
   * @defaultValue false
   */
  readonly logger?: boolean | LoggerService | LoggerTracerOptions | undefined;
  /**
   * Milliseconds that running chains have, when the application is shut down, to end by themselves before they are
   * aborted. Health is `down` meanwhile; new ones may start, since a chain may need others to end.
   *
   * @defaultValue 0
   */
  readonly drainMs?: number | undefined;
  /**
   * Milliseconds that aborted chains have to end: to run their `finally` blocks, and to let go of what they hold. The
   * shutdown goes on when they have ended, at the latest after this time.
   *
   * @defaultValue 5000
   */
  readonly graceMs?: number | undefined;
}

/** Makes the options of the module; the class of `forRootAsync({ useClass })` and `useExisting`. */
export interface RunwrightOptionsFactory {
  /** Makes the options. */
  createRunwrightOptions(): RunwrightModuleOptions | Promise<RunwrightModuleOptions>;
}

/** What Nest's builder makes of the options. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<RunwrightModuleOptions>({ moduleName: 'Runwright' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createRunwrightOptions')
    .build();
