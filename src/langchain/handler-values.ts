// Values in the form in which LangChain.js passes them to callback handlers, turned into those of runs of this library.

import { AIMessageChunk } from '@langchain/core/messages';
import type { RunType } from '../plan/run.js';

/** The name of a run: its own, or else that in the serialised form of its runnable. */
export function runName(name: unknown, serialized: unknown): string {
  if (typeof name === 'string') return name;
  const { name: given, id } = (serialized ?? {}) as { name?: unknown; id?: unknown };
  if (typeof given === 'string') return given;
  return Array.isArray(id) && typeof id.at(-1) === 'string' ? (id.at(-1) as string) : 'Unnamed';
}

/** The input or output of a chain, which LangChain.js puts under a key where it is no object. */
export function unwrapped(values: unknown, key: 'input' | 'output'): unknown {
  if (typeof values !== 'object' || values === null) return values;
  return Object.keys(values).length === 1 && key in values
    ? (values as Record<string, unknown>)[key]
    : values;
}

/** The arguments of a tool, which LangChain.js passes as text. */
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

/** The output of a model: of a chat model its message, of any other everything that it has generated. */
export function modelOutput(runType: RunType, result: unknown): unknown {
  const { generations } = result as { generations?: readonly (readonly Generation[])[] };
  return runType === 'chat_model' ? (generations?.[0]?.[0]?.message ?? result) : result;
}

/** A chunk of a model, for which LangChain.js may pass only the text. */
export function modelChunk(runType: RunType, token: string, fields: unknown, runId: string): unknown {
  const { chunk } = (fields ?? {}) as { chunk?: Generation };
  if (runType !== 'chat_model') return chunk?.text ?? token;
  return chunk?.message ?? new AIMessageChunk({ content: token, id: `run-${runId}` });
}

/** Whether the input of a chain comes in chunks: LangChain.js then passes an empty string, and the input at the end. */
export function isDeferred(inputs: unknown): boolean {
  return unwrapped(inputs, 'input') === '';
}
