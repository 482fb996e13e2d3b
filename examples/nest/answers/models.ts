import { ServiceUnavailableException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Configurable, Fallback, Runnable, Step, Timeout, type RunContext } from 'runwright';

/** A question with the passages that are to answer it. */
export interface Grounded {
  readonly question: string;
  readonly passages: readonly string[];
}

/** Answers without any model: it quotes the passages, word by word. */
@Runnable()
export class Quote extends Step<Grounded, string> {
  *run({ passages }: Grounded): Generator<string> {
    const text = passages[0] ?? 'Nothing is known of that.';
    yield* text.match(/\S+\s*/g) ?? [];
  }
}

/** Asks a model over HTTP; when it fails or takes too long to begin, the passages are quoted. */
@Fallback([Quote])
@Timeout({ firstChunk: 5_000 })
@Runnable()
export class RemoteModel extends Step<Grounded, string> {
  @Configurable({ id: 'temperature', description: 'From 0, the same each time, to 2' }) temperature = 0;

  constructor(private readonly config: ConfigService) {
    super();
  }

  async *run(grounded: Grounded, { signal }: RunContext): AsyncGenerator<string> {
    const url = this.config.get<string>('MODEL_URL');
    if (url === undefined) throw new ServiceUnavailableException('MODEL_URL is not set.');
    const body = JSON.stringify({ ...grounded, temperature: this.temperature });
    const response = await fetch(url, { method: 'POST', body, signal });
    if (!response.ok || response.body === null)
      throw new ServiceUnavailableException(`The model answered ${response.status}.`);
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) yield chunk;
  }
}
