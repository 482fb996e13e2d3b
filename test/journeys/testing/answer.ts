import 'reflect-metadata';
import { injectable } from 'inversify';
import { Chain, Fallback, Retry, Runnable, Step, type RunContext } from 'runwright';

// What a user has: a decorated chain, whose tests stand beside this file, one for each test runner.

export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

@injectable()
export class SearchIndex {
  search(_words: string): Promise<string[]> {
    return Promise.reject(new Error('The index is not there in tests.'));
  }
}

@Runnable()
export class Retrieve extends Step<string, string[]> {
  constructor(private readonly index: SearchIndex) {
    super();
  }
  run(question: string): Promise<string[]> {
    return this.index.search(question);
  }
}

@Runnable()
export class Apologize extends Step<string[], string> {
  run(passages: string[]): string {
    return `Sorry. Read for yourself: ${passages.join(', ')}`;
  }
}

@Fallback([Apologize])
@Retry({ stopAfterAttempt: 3, delay: 60_000, retryOn: [Overloaded] })
@Runnable({ name: 'model' })
export class Model extends Step<string[], string> {
  async *run(passages: string[], ctx: RunContext): AsyncGenerator<string> {
    const url = `https://models.example/?${passages.join()}`;
    yield await (await fetch(url, { signal: ctx.signal })).text();
  }
}

@Chain([Retrieve, Model])
export class Answer extends Step<string, string> {}
