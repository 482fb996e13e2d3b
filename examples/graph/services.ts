import { Interceptor, type Message, type Run } from 'runwright';

/** Finds passages that speak of what a question asks. */
export class SearchIndex {
  search(text: string): string[] {
    return [`Nothing is known of ${text}`];
  }
}

/** Asks a model that runs elsewhere. */
export class ModelClient {
  complete(messages: readonly Message[], options: { readonly temperature: number }): Promise<string> {
    return Promise.resolve(`${String(messages.length)} messages at ${String(options.temperature)}`);
  }
}

/** Writes down who asked what. */
@Interceptor()
export class AuditLog {
  onEnd(run: Run): void {
    console.error(run.name, run.inputs);
  }
}
