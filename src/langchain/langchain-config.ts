import { Observation } from '../observe/observation.js';
import type { OpenRun } from '../observe/open-run.js';
import type { RunContext } from '../plan/context.js';
import type { ExecutionContext } from '../plan/node.js';
import { RunBridge, type Crossing } from './run-bridge.js';

/** The config that LangChain.js takes, for a call inside a run of this library. */
export interface LangChainConfig {
  readonly tags: string[];
  readonly metadata: Record<string, unknown>;
  readonly configurable: Record<string, unknown>;
  readonly recursionLimit: number;
  readonly signal: AbortSignal;
  readonly maxConcurrency?: number;
  /** Present only if the run is observed. */
  readonly callbacks?: object[];
  /** The id of the run, if the runnable of LangChain.js is itself the step and is observed. */
  readonly runId?: string;
}

/**
 * Makes the config with which a step calls a runnable of LangChain.js: the call is cancelled with the step, gets its tags,
 * metadata and configurable values, and its runs appear below that of the step.
 *
 * A runnable of LangChain.js that is itself a step gets this config anyway.
 *
 * @param ctx - The context of the step.
 * @example
 * ```ts
 * import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
 * import { Runnable, Step, type RunContext } from 'runwright';
 * import { toLangChainConfig } from 'runwright/langchain';
 *
 * @Runnable()
 * class Ask extends Step<string, string> {
 *   constructor(private readonly model: BaseChatModel) {
 *     super();
 *   }
 *   async run(question: string, ctx: RunContext) {
 *     const answer = await this.model.invoke(question, toLangChainConfig(ctx));
 *     return answer.text;
 *   }
 * }
 * ```
 */
export function toLangChainConfig(ctx: RunContext): LangChainConfig {
  return configFor(ctx, 'called');
}

/** Makes the config for a runnable of LangChain.js that is itself the run of the context, or is called in that run. */
export function configFor(ctx: RunContext, crossing: Crossing): LangChainConfig {
  const { tags, metadata, configurable, recursionLimit, maxConcurrency, signal } = ctx;
  const above = observedRun(ctx as ExecutionContext);
  return {
    ...{ tags: [...tags], metadata: { ...metadata }, configurable: { ...configurable } },
    ...{ recursionLimit, signal },
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(above !== undefined && { callbacks: [new RunBridge(above, crossing)] }),
    ...(above !== undefined && crossing !== 'called' && { runId: above.record.id }),
  };
}

/** The run of the context, if anybody observes the runs below it. */
function observedRun({ tracer }: ExecutionContext): OpenRun | undefined {
  const run = tracer instanceof Observation ? tracer.parent : undefined;
  if (run === undefined) return undefined;
  return run.observers.length > 0 || run.recordsChildren ? run : undefined;
}
