/**
 * The parts used here of OpenAI's chat completions and of its client, declared anew: the package is an optional peer
 * dependency, which must not be needed for its types either.
 */

/** A client of the `openai` package, version 6 or 7, or a compatible object. */
export interface OpenAIClient {
  readonly chat: {
    readonly completions: {
      /** Sends a request; resolves with an iterable of chunks if it has `stream: true`, otherwise with a completion. */
      create(body: never, options: never): PromiseLike<unknown>;
    };
  };
}

/** A tool call, or a piece of one. */
export interface WireToolCall {
  readonly index?: number | undefined;
  readonly id?: string | null | undefined;
  readonly type?: string | undefined;
  /** The arguments are JSON text; some compatible endpoints send the object itself. */
  readonly function?:
    { readonly name?: string | null; readonly arguments?: string | object | null } | undefined;
}

/** The message of an answer, or a piece of one. */
export interface WireMessage {
  readonly content?: string | null | undefined;
  readonly refusal?: string | null | undefined;
  /** The reasoning of a model, which many compatible endpoints return. */
  readonly reasoning_content?: string | null | undefined;
  readonly tool_calls?: readonly WireToolCall[] | null | undefined;
}

/** The number of tokens that a call took. */
export interface WireUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly total_tokens?: number | null;
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

/** One of the alternative answers; only one is requested. */
export interface WireChoice {
  readonly message?: WireMessage | null;
  readonly delta?: WireMessage | null;
  readonly finish_reason?: string | null;
}
