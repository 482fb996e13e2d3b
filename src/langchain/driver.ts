import { HumanMessage } from '../components/messages/human-message.js';
import { presentBy } from '../observe/presented.js';
import type { Streaming } from '../plan/node.js';
import type { RunType } from '../plan/run.js';
import type { Context } from '../run/context.js';
import { driveForeignBy, type ForeignDriver } from '../run/foreign.js';
import { fromWholeInput } from '../run/whole-input.js';
import { convertMessages } from './convert-messages.js';
import { installed } from './core.js';
import { configFor } from './langchain-config.js';
import type { Crossing } from './run-bridge.js';
import {
  isLangChainRunnable,
  nameOf,
  runTypeOf,
  streamingOf,
  type LangChainRunnable,
} from './langchain-runnable.js';
import { toLangChainMessage } from './to-langchain-message.js';

/** Runs a runnable of LangChain.js as a step. */
class LangChainDriver implements ForeignDriver {
  readonly name: string;
  readonly runType: RunType;
  readonly streaming: Streaming;

  constructor(readonly runnable: LangChainRunnable) {
    this.name = nameOf(runnable);
    this.runType = runTypeOf(runnable);
    this.streaming = streamingOf(runnable);
  }

  /** LangChain.js turns a string into messages before the run, so observers are shown messages. */
  shown(input: unknown): unknown {
    return this.runType === 'chat_model' && typeof input === 'string'
      ? [toLangChainMessage(new HumanMessage(input))]
      : input;
  }

  invoke(input: unknown, ctx: Context): unknown {
    return this.runnable.invoke(convertMessages(input, installed), options(ctx, 'invoked'));
  }

  transform(chunks: AsyncIterable<unknown>, ctx: Context): AsyncIterable<unknown> {
    if (this.streaming === 'chunks')
      return this.runnable.transform(converted(chunks), options(ctx, 'streamed'));
    return fromWholeInput(chunks, ctx, (input) =>
      this.runnable.stream(convertMessages(input, installed), options(ctx, 'streamed')),
    );
  }
}

/** LangChain.js calls bound arguments options, and takes them in the same object as the config. */
function options(ctx: Context, crossing: Crossing): object {
  return { ...ctx.kwargs, ...configFor(ctx, crossing) };
}

async function* converted(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
  for await (const chunk of chunks) yield convertMessages(chunk, installed);
}

driveForeignBy((runnable) => (isLangChainRunnable(runnable) ? new LangChainDriver(runnable) : undefined));

presentBy((value) => convertMessages(value, installed));
