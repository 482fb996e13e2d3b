// A chain of two classes, of which one wants a service injected: assembled, invoked, streamed.
import 'reflect-metadata';
import { ContainerModule, injectable } from 'inversify';
import { Chain, Runnable, RunnablePassthrough, Step, createApp } from 'runwright';

interface Question {
  readonly text: string;
}

/** A service as any application has them; it knows nothing of runnables. */
@injectable()
class Encyclopedia {
  readonly #articles = {
    sky: 'The sky is blue since air scatters blue light most.',
    grass: 'Grass is green.',
  };

  find(words: string): string[] {
    return Object.entries(this.#articles).flatMap(([subject, article]) =>
      words.includes(subject) ? [article] : [],
    );
  }
}

/** The types of a step are checked against its neighbours: give `string` here, and `Answer` below does not compile. */
@Runnable()
class Retrieve extends Step<Question, string[]> {
  // Injected by its type.
  constructor(private readonly encyclopedia: Encyclopedia) {
    super();
  }

  run({ text }: Question): string[] {
    return this.encyclopedia.find(text);
  }
}

/** A generator gives its output in chunks; whoever invokes the chain gets what they add up to. */
@Runnable()
class Tell extends Step<string[], string> {
  *run(articles: string[]): Generator<string> {
    // Nothing yielded would be no output at all.
    if (articles.length === 0) yield 'Nobody knows.';
    for (const [index, article] of articles.entries()) yield index === 0 ? article : ` ${article}`;
  }
}

// An object is a step, too: its members all get the text, and give one object. Chunks go through the first of them as
// they come; a function waits for the whole.
@Chain([Retrieve, Tell, { text: new RunnablePassthrough<string>(), length: (text: string) => text.length }])
class Answer extends Step<Question, { text: string; length: number }> {}

const infrastructure = new ContainerModule(({ bind }) => {
  bind(Encyclopedia).toSelf().inSingletonScope();
});

// Everything that the chain uses is found from here, checked, and made; all that is wrong is told at once.
const app = await createApp({ runnables: [Answer], modules: [infrastructure] });
const answer = app.get(Answer);

const { text, length } = await answer.invoke({ text: 'Why is the sky blue?' });
console.log(`invoked:  ${text} (${length} characters)`);

for await (const chunk of answer.stream({ text: 'What of the sky, and of grass?' })) {
  console.log(`streamed: ${JSON.stringify(chunk)}`);
}

const questions = ['sky', 'grass', 'stars'].map((text) => ({ text }));
const answers = await answer.batch(questions, { maxConcurrency: 2 });
for (const [index, { text: found }] of answers.entries()) {
  console.log(`batched:  ${questions[index]?.text ?? ''} -> ${found}`);
}

await app.close();

/* Prints:
invoked:  The sky is blue since air scatters blue light most. (51 characters)
streamed: {"text":"The sky is blue since air scatters blue light most."}
streamed: {"text":" Grass is green."}
streamed: {"length":67}
batched:  sky -> The sky is blue since air scatters blue light most.
batched:  grass -> Grass is green.
batched:  stars -> Nobody knows.
*/
