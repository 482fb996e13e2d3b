import { UserError } from '../user-error.js';

/** Where an OpenAI-compatible endpoint is, and what it is asked for. */
export class OpenAISettings {
  constructor(
    /** URL below which `chat/completions` lies, without a slash at its end. */
    readonly baseUrl: string,
    readonly apiKey: string,
    readonly model: string,
  ) {}

  /**
   * Reads `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL`.
   *
   * @throws {@link UserError} if the key is missing or the URL is none.
   */
  static from(env: Readonly<Record<string, string | undefined>>): OpenAISettings {
    const { OPENAI_API_KEY: key = '', OPENAI_MODEL: model, OPENAI_BASE_URL: url } = env;
    if (key.trim() === '') {
      throw new UserError(
        'OPENAI_API_KEY is not set; --model openai needs it (a local server takes any value).',
      );
    }
    const baseUrl = url?.trim() || 'https://api.openai.com/v1';
    if (!/^https?:$/.test(protocolOf(baseUrl))) {
      throw new UserError(
        `OPENAI_BASE_URL must be a URL such as http://localhost:11434/v1, got "${baseUrl}".`,
      );
    }
    return new OpenAISettings(baseUrl.replace(/\/+$/, ''), key.trim(), model?.trim() || 'gpt-4o-mini');
  }
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
