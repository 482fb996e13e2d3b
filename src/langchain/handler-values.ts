/** What LangChain.js tells handlers, as runs of this library show it. */

import { AIMessageChunk } from '@langchain/core/messages';
import type { RunType } from '../plan/run.js';

/** The name of a run that may have none of its own. */
export function runName(name: unknown, serialized: unknown): string {
  if (typeof name === 'string') return name;
  const { name: given, id } = (serialized ?? {}) as { name?: unknown; id?: unknown };
  if (typeof given === 'string') return given;
  return Array.isArray(id) && typeof id.at(-1) === 'string' ? (id.at(-1) as string) : 'Unnamed';
}

/** The input or output of a chain, which is put under a key where it is no object. */
export function unwrapped(values: unknown, key: 'input' | 'output'): unknown {
  if (typeof values !== 'object' || values === null) return values;
  return Object.keys(values).length === 1 && key in values
    ? (values as Record<string, unknown>)[key]
    : values;
}

/** The arguments of a tool, which are told as text. */
export function toolInput(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

interface Generation {
  readonly text?: string;
  readonly message?: unknown;
}

/** The output of a model: the message of a chat model; of another all that it generated. */
export function modelOutput(runType: RunType, result: unknown): unknown {
  const { generations } = result as { generations?: readonly (readonly Generation[])[] };
  return runType === 'chat_model' ? (generations?.[0]?.[0]?.message ?? result) : result;
}

/** A chunk of a model, which may tell of its text alone. */
export function modelChunk(runType: RunType, token: string, fields: unknown, runId: string): unknown {
  const { chunk } = (fields ?? {}) as { chunk?: Generation };
  if (runType !== 'chat_model') return chunk?.text ?? token;
  return chunk?.message ?? new AIMessageChunk({ content: token, id: `run-${runId}` });
}

/** Whether the input of a chain comes in chunks, and is told at its end. */
export function isDeferred(inputs: unknown): boolean {
  return unwrapped(inputs, 'input') === '';
}
