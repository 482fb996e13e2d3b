import { STATUS_CODES } from 'node:http';
import {
  Configurable,
  type Message,
  ModelAnswerError,
  OpenAIChatModel,
  Runnable,
  type RunContext,
} from 'runwright';
import { UserError } from '../user-error.js';
import { Model } from './model.js';
import { OpenAISettings } from './openai-settings.js';

/** What is read of the errors of the package `openai`, and of those behind them. */
interface EndpointError {
  readonly message: string;
  /** The status of an answer that is a refusal. */
  readonly status?: number;
  /** What the endpoint says of it. */
  readonly error?: { readonly message?: unknown };
  readonly code?: string;
  readonly cause?: EndpointError;
}

/** Answers with any model behind an OpenAI-compatible endpoint, token by token; what goes wrong is told in a sentence. */
@Runnable()
export class OpenAIModel extends Model {
  /** Left to the endpoint where it is not set. */
  @Configurable({ id: 'temperature', type: Number, description: 'Sampling temperature of openai, 0 to 2' })
  temperature?: number;

  constructor(private readonly settings: OpenAISettings) {
    super();
  }

  async *run(messages: readonly Message[], ctx: RunContext): AsyncGenerator<string, void> {
    const { baseUrl: baseURL, apiKey, model } = this.settings;
    const chat = new OpenAIChatModel({ model, apiKey, baseURL, temperature: this.temperature });
    let answered = false;
    try {
      for await (const { text } of chat.stream(messages, ctx)) {
        answered ||= text !== '';
        if (text !== '') yield text;
      }
    } catch (error) {
      ctx.signal.throwIfAborted();
      throw this.#failure(this.#factOf(error as EndpointError));
    }
    if (!answered) throw this.#failure('ended its answer without a word');
  }

  #factOf(error: EndpointError): string {
    if (error instanceof ModelAnswerError) return error.fact;
    if (error.status !== undefined) return this.#refusal(error.status, saidBy(error));
    if (error.error !== undefined) return `broke off its answer: ${saidBy(error) ?? error.message}`;
    return `cannot be reached (${networkReason(error)}); check OPENAI_BASE_URL`;
  }

  #refusal(status: number, said: string | undefined): string {
    const because = said === undefined ? '' : `: ${said}`;
    switch (status) {
      case 401:
      case 403:
        return `refused the API key (${status})${because}; check OPENAI_API_KEY`;
      case 404:
        return `knows no such path, or no model "${this.settings.model}" (404)${because}; check OPENAI_BASE_URL and OPENAI_MODEL`;
      default:
        return `answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd() + because;
    }
  }

  #failure(fact: string): UserError {
    return new UserError(`The model endpoint ${this.settings.baseUrl} ${fact}.`);
  }
}

function saidBy({ error }: EndpointError): string | undefined {
  return typeof error?.message === 'string' ? shorten(error.message).replace(/\.$/, '') : undefined;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

/** What the network said stands behind what was made of it. */
function networkReason(error: EndpointError): string {
  return error.code ?? (error.cause === undefined ? error.message : networkReason(error.cause));
}
