// Two steps at once on the same input, whose chunks come through as they are ready.
import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { Chain, Parallel, Runnable, Step, createApp, type RunContext } from 'runwright';

/** Stands for a model that takes its time before each word; what waits hands on the signal. */
async function* slowly(text: string, { signal }: RunContext): AsyncGenerator<string> {
  for (const word of text.split(/(?<= )/)) {
    await setTimeout(30, undefined, { signal });
    yield word;
  }
}

@Runnable()
class Summarize extends Step<string, string> {
  async *run(topic: string, ctx: RunContext): AsyncGenerator<string> {
    try {
      yield* slowly(`All about ${topic}.`, ctx);
    } finally {
      console.log('  (the summary has been closed)');
    }
  }
}

@Runnable()
class Tag extends Step<string, string[]> {
  // Chunks of lists add up to one list, as texts do to a text, and objects key by key.
  *run(topic: string): Generator<string[]> {
    for (const word of topic.split(' ')) yield [`#${word}`];
  }
}

@Parallel({ tags: Tag, summary: Summarize })
class Describe extends Step<string, { tags: string[]; summary: string }> {}

@Chain([(topic: string) => topic.toLowerCase(), Describe])
class Page extends Step<string, { tags: string[]; summary: string }> {}

const app = await createApp({ runnables: [Page] });
const page = app.get(Page);

console.log('Chunks, the quick branch first:');
for await (const chunk of page.stream('Green Tea')) console.log(' ', JSON.stringify(chunk));

console.log('Left after the first word of the summary:');
for await (const chunk of page.stream('Green Tea')) if ('summary' in chunk) break;

console.log('Invoked:', JSON.stringify(await page.invoke('Green Tea')));
await app.close();

/* Prints:
Chunks, the quick branch first:
  {"tags":["#green"]}
  {"tags":["#tea"]}
  {"summary":"All "}
  {"summary":"about "}
  {"summary":"green "}
  {"summary":"tea."}
  (the summary has been closed)
Left after the first word of the summary:
  (the summary has been closed)
  (the summary has been closed)
Invoked: {"tags":["#green","#tea"],"summary":"All about green tea."}
*/
