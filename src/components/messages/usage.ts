/** How many tokens a call of a model took. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** Of the input tokens, how many were of which kind, such as `{ cacheRead: 120 }`. */
  readonly inputTokenDetails?: Readonly<Record<string, number>>;
  /** Of the output tokens, how many were of which kind, such as `{ reasoning: 64 }`. */
  readonly outputTokenDetails?: Readonly<Record<string, number>>;
}

/** Adds up two usages, field by field. */
export function addUsage(left: Usage, right: Usage): Usage {
  const inputTokenDetails = addDetails(left.inputTokenDetails, right.inputTokenDetails);
  const outputTokenDetails = addDetails(left.outputTokenDetails, right.outputTokenDetails);
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    totalTokens: left.totalTokens + right.totalTokens,
    ...(inputTokenDetails && { inputTokenDetails }),
    ...(outputTokenDetails && { outputTokenDetails }),
  };
}

type Details = Readonly<Record<string, number>> | undefined;

function addDetails(left: Details, right: Details): Details {
  if (left === undefined || right === undefined) return left ?? right;
  const sum = { ...left };
  for (const [kind, tokens] of Object.entries(right)) sum[kind] = (sum[kind] ?? 0) + tokens;
  return sum;
}
