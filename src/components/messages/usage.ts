/** The number of tokens that a call of a model took. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** The number of input tokens by kind, such as `{ cacheRead: 120 }`. */
  readonly inputTokenDetails?: Readonly<Record<string, number>>;
  /** The number of output tokens by kind, such as `{ reasoning: 64 }`. */
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

/** The usage in messages of LangChain.js. */
export interface LangChainUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly input_token_details?: Readonly<Record<string, number>>;
  readonly output_token_details?: Readonly<Record<string, number>>;
}

/** Kinds of tokens that the two libraries spell differently. */
const KINDS = [
  ['cacheRead', 'cache_read'],
  ['cacheCreation', 'cache_creation'],
] as const;

const FROM_LANGCHAIN: ReadonlyMap<string, string> = new Map(KINDS.map(([ours, theirs]) => [theirs, ours]));
const TO_LANGCHAIN: ReadonlyMap<string, string> = new Map(KINDS);

/** Converts the usage of a message of LangChain.js. */
export function usageFromLangChain(usage: LangChainUsage | undefined): Usage | undefined {
  if (usage === undefined) return undefined;
  const { input_token_details: input, output_token_details: output } = usage;
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    totalTokens: usage.total_tokens,
    ...(hasAny(input) && { inputTokenDetails: respell(input, FROM_LANGCHAIN) }),
    ...(hasAny(output) && { outputTokenDetails: respell(output, FROM_LANGCHAIN) }),
  };
}

/** When LangChain.js adds up messages without details, it creates empty ones. */
function hasAny(details: Details): details is NonNullable<Details> {
  return details !== undefined && Object.keys(details).length > 0;
}

/** Converts a usage for a message of LangChain.js. */
export function usageToLangChain(usage: Usage | undefined): LangChainUsage | undefined {
  if (usage === undefined) return undefined;
  const { inputTokenDetails: input, outputTokenDetails: output } = usage;
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    ...(input && { input_token_details: respell(input, TO_LANGCHAIN) }),
    ...(output && { output_token_details: respell(output, TO_LANGCHAIN) }),
  };
}

function respell(
  details: Readonly<Record<string, number>>,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(details).map(([kind, tokens]) => [names.get(kind) ?? kind, tokens]),
  );
}
