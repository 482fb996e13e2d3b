import type { Kwargs } from '../plan/config.js';
import type { RunContext } from '../plan/context.js';
import { addChunks } from '../stream/fold.js';

/** The config of a call as it arrived: its own values, merged with those of the runs around it. */
export interface RecordedConfig {
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly configurable: Readonly<Record<string, unknown>>;
  readonly maxConcurrency: number | undefined;
  readonly recursionLimit: number;
}

/**
 * One call of a fake or recorded runnable, updated while the call is in progress.
 *
 * @typeParam I - The input.
 * @typeParam O - The output.
 */
export interface RecordedCall<out I, out O> {
  /** The input; of a streamed one, what its chunks have added up to. */
  readonly input: I;
  /** The chunks of the input; a single one if it came whole. */
  readonly inputChunks: readonly I[];
  readonly config: RecordedConfig;
  readonly kwargs: Kwargs;
  /** Which attempt of the innermost retry around it the call was, from 1. */
  readonly attempt: number;
  /** `left` means a stream that its reader closed before the end. */
  readonly status: 'running' | 'succeeded' | 'failed' | 'left';
  /** The chunks of the output so far; a single one if it came whole. */
  readonly chunks: readonly O[];
  /** What the chunks of the output have added up to; undefined before the first. */
  readonly output: O | undefined;
  /** What was thrown; undefined unless the call has failed. */
  readonly error: unknown;
}

/** The mutable side of a {@link RecordedCall}. */
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

  /** Records an output that came whole. */
  succeed(output: O): O {
    this.chunks.push(output);
    this.status = 'succeeded';
    return output;
  }

  /** Records a failure. */
  fail(error: unknown): void {
    this.error = error;
    this.status = 'failed';
  }
}

/** A single chunk is kept as it is, so that the identity of an object is preserved. */
function sumOf<T>(chunks: readonly T[]): T | undefined {
  return chunks.length === 1 ? chunks[0] : addChunks(chunks);
}

/** Passes on the chunks of an input, and records them. */
export async function* notingInput<I, O>(
  chunks: AsyncIterable<I>,
  record: CallRecord<I, O>,
): AsyncGenerator<I, void> {
  for await (const chunk of chunks) {
    record.inputChunks.push(chunk);
    yield chunk;
  }
}

/** Passes on the chunks of an output, and records them and how the stream ends. */
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
