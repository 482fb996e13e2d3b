import { Configurable, type Message, Runnable, type RunContext } from 'runwright';
import { UserError } from '../user-error.js';
import { Model } from './model.js';
import { OpenAISettings } from './openai-settings.js';
import { serverSentEvents } from './server-sent-events.js';

/** The part that is read of a chunk of a streamed chat completion. */
interface CompletionChunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly error?: { readonly message?: string };
}

/** Answers with any model behind an OpenAI-compatible `chat/completions` endpoint, token by token. */
@Runnable()
export class OpenAIModel extends Model {
  /** Left to the endpoint where it is not set. */
  @Configurable({ id: 'temperature', type: Number, description: 'Sampling temperature of openai, 0 to 2' })
  temperature?: number;

  constructor(private readonly settings: OpenAISettings) {
    super();
  }

  async *run(messages: readonly Message[], ctx: RunContext): AsyncGenerator<string, void> {
    const response = await this.#post(messages, ctx.signal);
    let answered = false;
    let finished = false;
    for await (const data of this.#events(response, ctx.signal)) {
      if (data === '[DONE]') finished = true;
      if (finished) break;
      const { text, isLast } = this.#read(data);
      finished = isLast;
      answered ||= text !== '';
      if (text !== '') yield text;
    }
    if (!finished) throw this.#failure('broke off its answer');
    if (!answered) throw this.#failure('ended its answer without a word');
  }

  async #post(messages: readonly Message[], signal: AbortSignal): Promise<Response> {
    const { baseUrl, apiKey, model } = this.settings;
    try {
      return await fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model,
          messages: messages.map(asRecord),
          temperature: this.temperature,
          stream: true,
        }),
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failure(`cannot be reached (${networkReason(error)}); check OPENAI_BASE_URL`);
    }
  }

  async *#events(response: Response, signal: AbortSignal): AsyncGenerator<string, void> {
    if (!response.ok) throw this.#failure(await this.#refusal(response));
    const type = response.headers.get('content-type') ?? 'no content type';
    if (response.body === null || !type.startsWith('text/event-stream')) {
      throw this.#failure(`answered with ${type} instead of a stream of events; check OPENAI_BASE_URL`);
    }
    try {
      yield* serverSentEvents(response.body);
    } catch (error) {
      signal.throwIfAborted();
      throw this.#failure(`broke off its answer (${networkReason(error)})`);
    }
  }

  async #refusal(response: Response): Promise<string> {
    const said = messageOf(await response.text().catch(() => ''));
    const because = said === undefined ? '' : `: ${said}`;
    switch (response.status) {
      case 401:
      case 403:
        return `refused the API key (${response.status})${because}; check OPENAI_API_KEY`;
      case 404:
        return `knows no such path, or no model "${this.settings.model}" (404)${because}; check OPENAI_BASE_URL and OPENAI_MODEL`;
      default:
        return `answered ${response.status} ${response.statusText}`.trimEnd() + because;
    }
  }

  #read(data: string): { text: string; isLast: boolean } {
    const chunk = parse(data);
    if (chunk?.error !== undefined) {
      throw this.#failure(`broke off its answer: ${shorten(chunk.error.message ?? data)}`);
    }
    const choices: unknown = chunk?.choices;
    if (!Array.isArray(choices)) {
      throw this.#failure(`sent something that is no part of a chat completion: ${shorten(data)}`);
    }
    const [choice] = choices as NonNullable<CompletionChunk['choices']>;
    return { text: choice?.delta?.content ?? '', isLast: typeof choice?.finish_reason === 'string' };
  }

  #failure(fact: string): UserError {
    return new UserError(`The model endpoint ${this.settings.baseUrl} ${fact}.`);
  }
}

const ROLES = { system: 'system', human: 'user', ai: 'assistant', tool: 'tool', generic: 'user' } as const;

function asRecord({ type, text }: Message): { role: string; content: string } {
  return { role: ROLES[type], content: text };
}

function parse(data: string): CompletionChunk | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What an error response says, in the one shape that most endpoints share. */
function messageOf(body: string): string | undefined {
  const message = parse(body)?.error?.message;
  return typeof message === 'string' ? shorten(message).replace(/\.$/, '') : undefined;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

/** `fetch` hides the network's error behind its own. */
function networkReason(error: unknown): string {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
