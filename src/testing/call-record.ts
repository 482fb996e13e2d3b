import type { Kwargs } from '../plan/config.js';
import type { RunContext } from '../plan/context.js';
import { addChunks } from '../stream/fold.js';

/** What the config of a call said where the call arrived: its own values, with those from further out. */
export interface RecordedConfig {
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly maxConcurrency: number | undefined;
  readonly recursionLimit: number;
}

/**
 * One call of a fake or recorded runnable; filled in as the call goes on.
 *
 * @typeParam I - What the runnable takes.
 * @typeParam O - What it gives.
 */
export interface RecordedCall<out I, out O> {
  /** What went in; of a stream, what its chunks have added up to. */
  readonly input: I;
  /** The chunks in which the input came; one where it came whole. */
  readonly inputChunks: readonly I[];
  readonly config: RecordedConfig;
  readonly kwargs: Kwargs;
  /** Which attempt of the innermost retry around it the call was, from 1. */
  readonly attempt: number;
  /** `left` is a stream that its reader closed before the end. */
  readonly status: 'running' | 'succeeded' | 'failed' | 'left';
  /** The chunks given so far; one where the output came whole. */
  readonly chunks: readonly O[];
  /** What came out: what the chunks have added up to; undefined until there is something. */
  readonly output: O | undefined;
  /** What was thrown; undefined unless the call failed. */
  readonly error: unknown;
}

/** A {@link RecordedCall} as whoever records it writes it. */
export class CallRecord<I, O> implements RecordedCall<I, O> {
  readonly inputChunks: I[] = [];
  readonly chunks: O[] = [];
  readonly config: RecordedConfig;
  readonly kwargs: Kwargs;
  readonly attempt: number;
  status: RecordedCall<I, O>['status'] = 'running';
  error: unknown;

  constructor(ctx: RunContext) {
    const { tags, metadata, configurable, maxConcurrency, recursionLimit } = ctx;
    this.config = { tags, metadata, configurable, maxConcurrency, recursionLimit };
    this.kwargs = ctx.kwargs;
    this.attempt = ctx.attempt;
  }

  get input(): I {
    return sumOf(this.inputChunks) as I;
  }

  get output(): O | undefined {
    return sumOf(this.chunks);
  }

  /** Notes an output that came whole. */
  succeed(output: O): O {
    this.chunks.push(output);
    this.status = 'succeeded';
    return output;
  }

  fail(error: unknown): void {
    this.error = error;
    this.status = 'failed';
  }
}

/** A single chunk is the whole, and the very object that came. */
function sumOf<T>(chunks: readonly T[]): T | undefined {
  return chunks.length === 1 ? chunks[0] : addChunks(chunks);
}

/** Notes the chunks of an input as they are read. */
export async function* notingInput<I, O>(
  chunks: AsyncIterable<I>,
  record: CallRecord<I, O>,
): AsyncGenerator<I, void> {
  for await (const chunk of chunks) {
    record.inputChunks.push(chunk);
    yield chunk;
  }
}

/** Notes the chunks of an output, and what becomes of the stream. */
export async function* notingOutput<I, O>(
  chunks: AsyncIterable<O>,
  record: CallRecord<I, O>,
): AsyncGenerator<O, void> {
  try {
    for await (const chunk of chunks) {
      record.chunks.push(chunk);
      yield chunk;
    }
    record.status = 'succeeded';
  } catch (error) {
    record.fail(error);
    throw error;
  } finally {
    if (record.status === 'running') record.status = 'left';
  }
}
