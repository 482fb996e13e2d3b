import { UserError } from '../user-error.js';

/**
 * Where an OpenAI-compatible endpoint is, and what it is asked for: `OPENAI_BASE_URL`, `OPENAI_API_KEY` and
 * `OPENAI_MODEL`. They are read when they are used, so that whoever asks another model need not set them.
 */
export class OpenAISettings {
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(env: Readonly<Record<string, string | undefined>> = process.env) {
    this.#env = env;
  }

  /**
   * URL below which `chat/completions` lies, without a slash at its end.
   *
   * @throws {@link UserError} if it is none.
   */
  get baseUrl(): string {
    return this.#readUrl();
  }

  /** @throws {@link UserError} if there is none. */
  get apiKey(): string {
    return this.#readKey();
  }

  /** @throws {@link UserError} for what would be found wrong when the model is asked. */
  check(): void {
    this.#readUrl();
    this.#readKey();
  }

  get model(): string {
    return this.#env['OPENAI_MODEL']?.trim() || 'gpt-4o-mini';
  }

  #readUrl(): string {
    const url = this.#env['OPENAI_BASE_URL']?.trim() || 'https://api.openai.com/v1';
    if (/^https?:$/.test(protocolOf(url))) return url.replace(/\/+$/, '');
    throw new UserError(`OPENAI_BASE_URL must be a URL such as http://localhost:11434/v1, got "${url}".`);
  }

  #readKey(): string {
    const key = this.#env['OPENAI_API_KEY']?.trim() ?? '';
    if (key !== '') return key;
    throw new UserError(
      'OPENAI_API_KEY is not set; --model openai needs it (a local server takes any value).',
    );
  }
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
