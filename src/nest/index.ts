/* Modules */
export { RunwrightModule } from './runwright-module.js';
export type { RunwrightModuleOptions, RunwrightOptionsFactory } from './declare/options.js';
export { Runwright } from './runwright.js';

/* Running */
export { RUNNABLE_CONTEXT } from './run/enhancers.js';
export { ShutdownError } from '../errors/shutdown-error.js';

/* Observing */
export { LoggerTracer, type LoggerTracerOptions } from './observe/logger-tracer.js';
export { RunwrightHealthIndicator, type RunwrightHealth } from './health-indicator.js';

/* Serving over HTTP */
export { toHttpException } from './http/http-exception.js';
export { RunnableExceptionFilter } from './http/runnable-exception-filter.js';
export { InputPipe } from './http/input-pipe.js';
export { sse, type SseResponse, type SseStreamOptions } from './http/sse.js';
