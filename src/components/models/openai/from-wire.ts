import { AIMessageChunk } from '../../messages/ai-message-chunk.js';
import type { ToolCallChunk } from '../../messages/tool-call.js';
import type { Usage } from '../../messages/usage.js';
import type { WireAnswer, WireMessage, WireToolCall, WireUsage } from './openai-protocol.js';

/** Converts an answer, or a chunk of one; the last chunk may have nothing but the usage. */
export function chunkFromWire(answer: WireAnswer): AIMessageChunk {
  const { id, model, system_fingerprint: systemFingerprint, choices, usage } = answer;
  const [choice] = choices ?? [];
  const piece = choice?.message ?? choice?.delta ?? {};
  const finishReason = choice?.finish_reason ?? undefined;
  // Every chunk repeats the facts about the answer; the sum needs them once.
  const isLast = finishReason !== undefined;
  return new AIMessageChunk({
    content: piece.content ?? '',
    id,
    additionalKwargs: extrasOf(piece),
    toolCallChunks: piece.tool_calls?.map(callFromWire),
    ...(usage && { usage: usageFromWire(usage) }),
    ...(isLast && {
      responseMetadata: { model, finishReason, ...(systemFingerprint && { systemFingerprint }) },
    }),
  });
}

function extrasOf({
  refusal,
  reasoning_content: reasoning,
}: WireMessage): Record<string, string> | undefined {
  if (!refusal && !reasoning) return undefined;
  return { ...(refusal && { refusal }), ...(reasoning && { reasoning_content: reasoning }) };
}

function callFromWire({ index, id, function: called }: WireToolCall): ToolCallChunk {
  const { name, arguments: args } = called ?? {};
  return {
    ...(index !== undefined && { index }),
    ...(id && { id }),
    ...(name && { name }),
    ...(args && { args: typeof args === 'string' ? args : JSON.stringify(args) }),
  };
}

function usageFromWire(usage: WireUsage): Usage {
  const inputTokens = usage.prompt_tokens ?? 0;
  const outputTokens = usage.completion_tokens ?? 0;
  const { cached_tokens: cacheRead, audio_tokens: audioIn } = usage.prompt_tokens_details ?? {};
  const { reasoning_tokens: reasoning, audio_tokens: audioOut } = usage.completion_tokens_details ?? {};
  const inputTokenDetails = counted({ cacheRead, audio: audioIn });
  const outputTokenDetails = counted({ reasoning, audio: audioOut });
  return {
    inputTokens,
    outputTokens,
    totalTokens: usage.total_tokens ?? inputTokens + outputTokens,
    ...(inputTokenDetails && { inputTokenDetails }),
    ...(outputTokenDetails && { outputTokenDetails }),
  };
}

function counted(details: Record<string, number | undefined>): Record<string, number> | undefined {
  const known = Object.entries(details).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0,
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
