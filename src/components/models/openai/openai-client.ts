import { MissingPeerError } from '../../../errors/missing-peer-error.js';
import type { OpenAIClient } from './openai-protocol.js';

/** The endpoint, and the credentials for it. */
export interface OpenAIConnection {
  /**
   * The API key, which a compatible endpoint may not need.
   *
   * @defaultValue The environment variable `OPENAI_API_KEY`.
   */
  readonly apiKey?: string | undefined;
  /**
   * URL of a compatible endpoint.
   *
   * @defaultValue The environment variable `OPENAI_BASE_URL`, or the endpoint of OpenAI.
   */
  readonly baseURL?: string | undefined;
  /** Id of the organization to bill. */
  readonly organization?: string | undefined;
  /** Id of the project to bill. */
  readonly project?: string | undefined;
  /** Headers of every request. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
}

/** The `openai` package, as far as it is used. */
interface OpenAIModule {
  readonly default: new (options: object) => OpenAIClient;
}

/**
 * Creates a client with the `openai` package, which is loaded only here.
 *
 * @throws {@link MissingPeerError} if the package is not installed.
 */
export async function connect({ apiKey, baseURL, ...rest }: OpenAIConnection): Promise<OpenAIClient> {
  const { default: OpenAI } = await load();
  return new OpenAI({
    ...rest,
    ...(baseURL !== undefined && { baseURL }),
    apiKey: apiKey ?? variable('OPENAI_API_KEY') ?? (isCompatible({ baseURL }) ? 'none' : undefined),
    // Its retries would multiply with those of the chain, and its log would repeat the errors.
    maxRetries: 0,
    logLevel: 'off',
  });
}

/** Tells a compatible endpoint from that of OpenAI. */
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
