import {
  Runnable,
  RunnableLambda as LangChainLambda,
  RunnableSequence as LangChainSequence,
  type RunnableConfig,
} from '@langchain/core/runnables';
import { Effect, Stream } from 'effect';
import { from, lastValueFrom, map, toArray } from 'rxjs';
import { RunnableSequence } from 'runwright';
import { compare } from '../harness/compare.js';

const CHUNKS = 1000;

type Chunks = AsyncIterable<number>;
type Stage = (chunks: Chunks) => AsyncGenerator<number>;

async function* source(): AsyncGenerator<number> {
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) yield chunk;
}

async function* increment(chunks: Chunks): AsyncGenerator<number> {
  for await (const chunk of chunks) yield chunk + 1;
}

async function* double(chunks: Chunks): AsyncGenerator<number> {
  for await (const chunk of chunks) yield chunk * 2;
}

async function* reduce(chunks: Chunks): AsyncGenerator<number> {
  for await (const chunk of chunks) yield chunk - 3;
}

/** The number of chunks and the last: that all came, at no cost of their own. */
async function drain(chunks: AsyncIterable<number>): Promise<[number, number]> {
  let count = 0;
  let last = 0;
  for await (const chunk of chunks) {
    count += 1;
    last = chunk;
  }
  return [count, last];
}

/** LangChain has no runnable for a transforming generator: a class with a `transform` of its own is its way. */
class LangChainStage extends Runnable<number, number> {
  lc_namespace = ['bench'];

  constructor(readonly stage: Stage) {
    super();
  }

  invoke(): Promise<number> {
    throw new Error('Streamed only.');
  }

  override async *transform(chunks: AsyncGenerator<number>, options: Partial<RunnableConfig>) {
    yield* this._transformStreamWithConfig(chunks, this.stage, options);
  }
}

/** The chain of a source and three stages, here and in LangChain. */
export function streamingChains() {
  return {
    runwright: RunnableSequence.from([source, increment, double, reduce]),
    langchain: LangChainSequence.from<number, number>([
      LangChainLambda.from(source),
      new LangChainStage(increment),
      new LangChainStage(double),
      new LangChainStage(reduce),
    ]),
  };
}

export const stream1000 = compare({
  name: 'stream1000',
  title: 'a source of a thousand chunks and three transforming stages, stream',
  contenders() {
    const { runwright: chain, langchain } = streamingChains();
    return {
      hand: () => drain(reduce(double(increment(source())))),
      runwright: () => drain(chain.stream(0)),
      langchain: async () => drain(await langchain.stream(0)),
      effect() {
        const chunks = Stream.fromAsyncIterable(source(), String).pipe(
          Stream.map((chunk) => chunk + 1),
          Stream.map((chunk) => chunk * 2),
          Stream.map((chunk) => chunk - 3),
        );
        const drained = Stream.runFold(
          chunks,
          (): [number, number] => [0, 0],
          ([count], chunk): [number, number] => [count + 1, chunk],
        );
        return Effect.runPromise(drained);
      },
      async rxjs() {
        const chunks = from(source()).pipe(
          map((chunk) => chunk + 1),
          map((chunk) => chunk * 2),
          map((chunk) => chunk - 3),
        );
        const all = await lastValueFrom(chunks.pipe(toArray()));
        return [all.length, all.at(-1)];
      },
    };
  },
  bars: { hand: 1.3, langchain: 20 },
});
