// A model made to answer with an instance of a class, checked before the next step gets it.
import 'reflect-metadata';
import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { Chain, ChatPromptTemplate, FakeChatModel, Step, createApp } from 'runwright';

/** What the model is to fill in: its JSON Schema goes to the model, and its validators check what comes back. */
class Review {
  @IsString() product!: string;
  @IsInt() @Min(1) @Max(5) stars!: number;
  @IsIn(['praise', 'complaint']) kind!: 'praise' | 'complaint';

  get summary(): string {
    return `${'★'.repeat(this.stars)}${'☆'.repeat(5 - this.stars)} ${this.product} (${this.kind})`;
  }
}

/** Stands for a language model; a real one calls the tool that it is given, or answers by JSON. */
const model = new FakeChatModel({
  responses: ({ messages, options }) => {
    const [tool] = options.tools ?? [];
    console.log(`  (the model is asked to call ${JSON.stringify(tool?.name)})`);
    const text = messages.at(-1)?.text ?? '';
    return text.includes('tea')
      ? '{ "product": "Green tea", "stars": 4, "kind": "praise" }'
      : '{ "product": "Kettle", "stars": 9, "kind": "rant" }';
  },
});

const prompt = ChatPromptTemplate.fromTemplate('What does this review say? {text}');

// Behind the model stands a real instance, with its methods: no cast, and nothing to check by hand.
@Chain([prompt, model.withStructuredOutput(Review), (review: Review) => review.summary])
class Summarize extends Step<{ text: string }, string> {}

const app = await createApp({ runnables: [Summarize] });
const summarize = app.get(Summarize);

console.log(await summarize.invoke({ text: 'Lovely tea, a little dear.' }));
try {
  await summarize.invoke({ text: 'The kettle leaks!!!' });
} catch (error) {
  // An answer that is not what was asked for names every fault; `withRetry` and `withFallbacks` take it from here.
  console.log((error as Error).message);
}
await app.close();

/* Prints:
  (the model is asked to call "Review")
★★★★☆ Green tea (praise)
  (the model is asked to call "Review")
[R352] StructuredOutputParser cannot read the answer "{ \"product\": \"Kettle\", \"stars\": 9, \"kind\": \"ran... (string). Review is not valid: 2 faults.
  stars  must not be greater than 5 (max), got number
  kind   must be one of the following values: praise, complaint (isIn), got string
*/
