/**
 * What is used of OpenAI's chat completions and of its client, in our own words: the package is an optional peer, which
 * whoever does without must not need for its types either.
 */

/** A client of the `openai` package, of version 6 or 7, or anything that works like one. */
export interface OpenAIClient {
  readonly chat: {
    readonly completions: {
      /** Sends one request: with `stream: true` an iterable of chunks, else one completion. */
      create(body: never, options: never): PromiseLike<unknown>;
    };
  };
}

/** A call of a tool, whole or a piece of one. */
export interface WireToolCall {
  readonly index?: number | undefined;
  readonly id?: string | null | undefined;
  readonly type?: string | undefined;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null } | undefined;
}

/** A message, or a piece of one, as it is answered. */
export interface WireMessage {
  readonly content?: string | null | undefined;
  readonly refusal?: string | null | undefined;
  /** The thoughts of a model, which many compatible endpoints give. */
  readonly reasoning_content?: string | null | undefined;
  readonly tool_calls?: readonly WireToolCall[] | null | undefined;
}

/** How many tokens a call took. */
export interface WireUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly audio_tokens?: number } | null;
  readonly completion_tokens_details?: {
    readonly reasoning_tokens?: number;
    readonly audio_tokens?: number;
  } | null;
}

/** An answer, or a chunk of one. */
export interface WireAnswer {
  readonly id?: string;
  readonly model?: string;
  readonly system_fingerprint?: string | null;
  readonly choices?: readonly WireChoice[] | null;
  readonly usage?: WireUsage | null;
}

/** One of the answers; there is but one, since only one is asked for. */
export interface WireChoice {
  readonly message?: WireMessage | null;
  readonly delta?: WireMessage | null;
  readonly finish_reason?: string | null;
}
