import type { LoggerService } from '@nestjs/common';
import { addObserver } from '../../observe/audience.js';
import type { Callbacks } from '../../plan/callbacks.js';
import type { RunwrightModuleOptions } from '../declare/options.js';
import { LoggerTracer, type LoggerTracerOptions } from './logger-tracer.js';

/** The callbacks of every run of an application: those of its options, and a tracer if they ask for logs. */
export function callbacksOf({ callbacks, logger }: RunwrightModuleOptions): Callbacks | undefined {
  if (logger === undefined || logger === false) return callbacks;
  return addObserver(callbacks, new LoggerTracer(optionsOf(logger)));
}

function optionsOf(logger: true | LoggerService | LoggerTracerOptions): LoggerTracerOptions {
  if (logger === true) return {};
  return isLogger(logger) ? { logger } : logger;
}

function isLogger(value: LoggerService | LoggerTracerOptions): value is LoggerService {
  return 'log' in value && typeof value.log === 'function';
}
