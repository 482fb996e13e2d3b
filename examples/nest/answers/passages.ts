import { Injectable } from '@nestjs/common';

/** A provider as any other; a real one would ask a database. */
@Injectable()
export class Passages {
  readonly #passages = [
    'The sky is blue because air scatters blue light more than red. At sunset the way is longer, and red remains.',
    'Grass is green because of chlorophyll. It takes in the rest of the light.',
  ];

  /** The passages that have a word of the question in them. */
  find(question: string): string[] {
    const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
    return this.#passages.filter((passage) =>
      words.some((word) => passage.toLowerCase().includes(` ${word} `)),
    );
  }
}
