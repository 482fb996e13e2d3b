import { Alternatives, Chain, Runnable, Step } from 'runwright';
import { RemoteModel, type Grounded } from './models.js';
import { Passages } from './passages.js';
import { Question } from './question.js';

@Runnable({ input: Question })
class Retrieve extends Step<Question, Grounded> {
  constructor(private readonly passages: Passages) {
    super();
  }

  run({ text }: Question): Grounded {
    return { question: text, passages: this.passages.find(text) };
  }
}

/** No more than the first sentence. */
@Runnable()
class Brief extends Step<string, string> {
  run(answer: string): string {
    return /^.*?[.!?](?=\s|$)/s.exec(answer)?.[0] ?? answer;
  }
}

/** The answer as it comes; a call that says `{ configurable: { length: 'brief' } }` gets the other. */
@Alternatives({ id: 'length', default: 'full', alternatives: { brief: Brief } })
@Runnable()
class Full extends Step<string, string> {
  async *runStream(chunks: AsyncIterable<string>): AsyncGenerator<string> {
    yield* chunks;
  }
}

/** Answers a question from passages that are known. */
@Chain([Retrieve, RemoteModel, Full])
export class AnswerQuestion extends Step<Question, string> {}
