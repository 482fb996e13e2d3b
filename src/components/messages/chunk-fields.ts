import { setOwn } from '../../stream/add.js';
import { partsOf, type ContentPart, type MessageContent } from './content.js';
import { EntriesSum } from './entries-sum.js';
import { IndexedList } from './indexed-list.js';
import type { MessageFields } from './message.js';
import type { ToolCallChunk } from './tool-call.js';
import { addUsage, type Usage } from './usage.js';

/** The fields by which chunks of a message add up. */
export interface ChunkFields extends MessageFields {
  readonly toolCallChunks?: readonly ToolCallChunk[] | undefined;
  readonly usage?: Usage | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Adds up the fields of message chunks in linear time: text is concatenated as a rope, which the engine flattens once
 * when it is read, and lists grow in place, whereas adding two chunks at a time would copy them for each chunk.
 */
export class ChunkFieldsSum {
  readonly #sum: Mutable<ChunkFields> = { content: '' };
  readonly #parts = new IndexedList<ContentPart>(joinParts);
  readonly #kwargs = new EntriesSum();
  readonly #calls = new IndexedList<ToolCallChunk>(joinCalls);
  #text = '';

  add(chunk: ChunkFields): void {
    this.#addContent(chunk.content);
    if (chunk.toolCallChunks !== undefined) for (const call of chunk.toolCallChunks) this.#calls.add(call);
    const sum = this.#sum;
    sum.id ??= chunk.id;
    sum.name ??= chunk.name;
    const { usage, additionalKwargs, responseMetadata } = chunk;
    if (usage !== undefined) sum.usage = sum.usage === undefined ? usage : addUsage(sum.usage, usage);
    if (additionalKwargs !== undefined) this.#kwargs.add(additionalKwargs);
    if (responseMetadata !== undefined)
      sum.responseMetadata = { ...sum.responseMetadata, ...responseMetadata };
  }

  get value(): ChunkFields {
    const content = this.#parts.length === 0 ? this.#text : this.#parts.items();
    const additionalKwargs = this.#kwargs.value;
    return {
      ...this.#sum,
      content,
      ...(additionalKwargs !== undefined && { additionalKwargs }),
      ...(this.#calls.length > 0 && { toolCallChunks: this.#calls.items() }),
    };
  }

  /** Text stays text until the first chunk that has parts. */
  #addContent(content: MessageContent): void {
    if (content.length === 0) return;
    if (typeof content === 'string' && this.#parts.length === 0) {
      this.#text += content;
      return;
    }
    if (this.#parts.length === 0) for (const part of partsOf(this.#text)) this.#parts.add(part);
    for (const part of partsOf(content)) this.#parts.add(part);
  }
}

/**
 * Strings that identify something are repeated in each chunk, and kept; all others arrive in pieces, and are joined.
 */
const NAMES: ReadonlySet<string> = new Set(['type', 'id', 'name', 'index', 'mimeType', 'url', 'fileId']);
/** Adjacent parts of these types without an index are pieces of one part. */
const RUNNING: ReadonlySet<string> = new Set(['text', 'reasoning']);

function joinParts(left: ContentPart, right: ContentPart, sameIndex: boolean): ContentPart | undefined {
  if (left.type !== right.type) return undefined;
  if (!sameIndex && !RUNNING.has(left.type)) return undefined;
  const joined: Record<string, unknown> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const known = joined[key];
    if (typeof known === 'string' && typeof value === 'string') {
      if (!NAMES.has(key)) joined[key] = known + value;
    } else setOwn(joined, key, value);
  }
  return joined as unknown as ContentPart;
}

/** Joins two pieces of a call; a call without an index is complete. */
function joinCalls(left: ToolCallChunk, right: ToolCallChunk, sameIndex: boolean): ToolCallChunk | undefined {
  if (!sameIndex || (left.id !== undefined && right.id !== undefined && left.id !== right.id))
    return undefined;
  return {
    ...left,
    ...(right.id !== undefined && { id: right.id }),
    ...(right.name !== undefined && { name: (left.name ?? '') + right.name }),
    ...(right.args !== undefined && { args: (left.args ?? '') + right.args }),
  };
}
