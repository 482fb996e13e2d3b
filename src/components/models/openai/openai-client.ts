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
  return new OpenAI({
    ...rest,
    ...(baseURL !== undefined && { baseURL }),
    apiKey: apiKey ?? variable('OPENAI_API_KEY') ?? (isCompatible({ baseURL }) ? 'none' : undefined),
    // Its retries would multiply with those of the chain, and its log repeats what the errors say.
    maxRetries: 0,
    logLevel: 'off',
  });
}

/** Tells whether the endpoint is not OpenAI's own, but one that is compatible with it. */
export function isCompatible({ baseURL }: OpenAIConnection): boolean {
  return (baseURL ?? variable('OPENAI_BASE_URL')) !== undefined;
}

/** An environment variable; one that is blank counts as not set, as it does for the package. */
function variable(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

async function load(): Promise<OpenAIModule> {
  try {
    return await import('openai');
  } catch (error) {
    throw new MissingPeerError('OpenAIChatModel', ['openai'], error);
  }
}
