import { Runnable, Step } from 'runwright';

/** What a topic is explained by. */
export interface Explained {
  readonly explanation: string;
}

/** Keeps of an explanation what stands before its first comma. */
@Runnable()
export class Shorten extends Step<Explained, { explanation: string }> {
  run({ explanation }: Explained): { explanation: string } {
    const [first = explanation] = explanation.split(',');
    return { explanation: `${first}.` };
  }
}
