import { Observation } from '../observe/observation.js';
import type { OpenRun } from '../observe/open-run.js';
import type { RunContext } from '../plan/context.js';
import type { ExecutionContext } from '../plan/node.js';
import { RunBridge, type Crossing } from './run-bridge.js';

/** The config of LangChain.js for what is called inside a run of this library. */
export interface LangChainConfig {
  readonly tags: string[];
  readonly metadata: Record<string, unknown>;
  readonly configurable: Record<string, unknown>;
  readonly recursionLimit: number;
  readonly signal: AbortSignal;
  readonly maxConcurrency?: number;
  /** There only where the run is observed. */
  readonly callbacks?: object[];
  /** That of the run that it is itself, where that is observed. */
  readonly runId?: string;
}

/**
 * Makes the config with which a step calls something of LangChain.js by itself: it is cancelled with the step, gets its
 * tags, metadata and configurable values, and its runs become a part of the step's.
 *
 * What stands as a step, rather than being called by one, gets it without asking.
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

/** The config for a runnable of LangChain.js that is itself the run, or is called in it. */
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

/** The run of the context, if somebody wants to know of those below it. */
function observedRun({ tracer }: ExecutionContext): OpenRun | undefined {
  const run = tracer instanceof Observation ? tracer.parent : undefined;
  if (run === undefined) return undefined;
  return run.observers.length > 0 || run.recordsChildren ? run : undefined;
}
