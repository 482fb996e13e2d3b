import {
  Alternatives,
  Chain,
  Configurable,
  Fallback,
  Prompt,
  Retry,
  Runnable,
  Step,
  Timeout,
  UseInterceptors,
  type Message,
} from 'runwright';
import { AuditLog, ModelClient, SearchIndex } from './services.js';

export interface Question {
  readonly text: string;
}

export interface Grounded {
  readonly question: string;
  readonly passages: string[];
}

@Runnable({ name: 'retrieve' })
class Retrieve extends Step<Question, Grounded> {
  @Configurable({ id: 'passages', description: 'How many passages to look at' }) passages = 4;

  constructor(private readonly index: SearchIndex) {
    super();
  }

  run({ text }: Question): Grounded {
    return { question: text, passages: this.index.search(text).slice(0, this.passages) };
  }
}

@Prompt([
  ['system', 'Answer from these passages only: {passages}'],
  ['human', '{question}'],
])
class AskPrompt extends Step<Grounded, Message[]> {}

@Runnable({ name: 'small model' })
class SmallModel extends Step<Message[], string> {
  run(messages: Message[]): string {
    return `I have read ${String(messages.length)} messages.`;
  }
}

@Runnable({ name: 'careful model' })
class CarefulModel extends Step<Message[], string> {
  constructor(private readonly client: ModelClient) {
    super();
  }

  run(messages: Message[]): Promise<string> {
    return this.client.complete(messages, { temperature: 0 });
  }
}

@Alternatives({ id: 'model', default: 'fast', alternatives: { careful: CarefulModel } })
@Fallback([SmallModel])
@Retry({ stopAfterAttempt: 3 })
@Timeout({ total: 30_000 })
@Runnable({ name: 'fast model' })
class FastModel extends Step<Message[], string> {
  @Configurable({ id: 'temperature', description: 'Sampling temperature, 0 to 2' }) temperature = 0.2;

  constructor(private readonly client: ModelClient) {
    super();
  }

  run(messages: Message[]): Promise<string> {
    return this.client.complete(messages, { temperature: this.temperature });
  }
}

function countWords(text: string): number {
  return text.split(' ').length;
}

function trim(text: string): string {
  return text.trim();
}

/** Answers a question from what is found on it. */
@UseInterceptors(AuditLog)
@Chain([Retrieve, AskPrompt, FastModel, { answer: trim, words: countWords }])
export class Answer extends Step<Question, { answer: string; words: number }> {}
