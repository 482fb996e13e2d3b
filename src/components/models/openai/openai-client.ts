import { MissingPeerError } from '../../../errors/missing-peer-error.js';
import type { OpenAIClient } from './openai-protocol.js';

/** Where the endpoint is, and who asks. */
export interface OpenAIConnection {
  /**
   * @defaultValue The environment variable `OPENAI_API_KEY`; an endpoint of one's own may need none.
   */
  readonly apiKey?: string | undefined;
  /**
   * URL of an endpoint that speaks OpenAI's protocol.
   *
   * @defaultValue The environment variable `OPENAI_BASE_URL`, or else OpenAI's own.
   */
  readonly baseURL?: string | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
}

/** The `openai` package, as far as it is used. */
interface OpenAIModule {
  readonly default: new (options: object) => OpenAIClient;
}

/**
 * Makes a client with the `openai` package, which is loaded here and nowhere else.
 *
 * @throws {@link MissingPeerError} if the package is not installed.
 */
export async function connect({ apiKey, baseURL, ...rest }: OpenAIConnection): Promise<OpenAIClient> {
  const { default: OpenAI } = await load();
  const isOwn = (baseURL ?? process.env['OPENAI_BASE_URL']) !== undefined;
  return new OpenAI({
    ...rest,
    ...(baseURL !== undefined && { baseURL }),
    apiKey: apiKey ?? process.env['OPENAI_API_KEY'] ?? (isOwn ? 'none' : undefined),
    // Its retries would multiply with those of the chain, and its log repeats what the errors say.
    maxRetries: 0,
    logLevel: 'off',
  });
}

async function load(): Promise<OpenAIModule> {
  try {
    return await import('openai');
  } catch (error) {
    throw new MissingPeerError('OpenAIChatModel', ['openai'], error);
  }
}
