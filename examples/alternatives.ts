// Configuration per call: which model runs, and with what settings.
import 'reflect-metadata';
import { Alternatives, Chain, Configurable, Runnable, Step, createApp } from 'runwright';

@Runnable()
class SmallModel extends Step<string, string> {
  run(prompt: string): string {
    return `short answer to "${prompt}"`;
  }
}

// The class itself is the default; each alternative is a class of its own, with fields and services of its own.
@Alternatives({ id: 'model', default: 'large', alternatives: { small: SmallModel } })
@Runnable()
class LargeModel extends Step<string, string> {
  @Configurable({ id: 'temperature', description: 'How freely it answers, 0 to 2' })
  temperature = 0.2;

  run(prompt: string): string {
    return `long answer to "${prompt}" at ${this.temperature}`;
  }
}

@Runnable()
class Ask extends Step<string, string> {
  @Configurable({ id: 'language', options: { en: 'in English', fr: 'en français' }, default: 'en' })
  language = '';

  run(question: string): string {
    return `${question} (${this.language})`;
  }
}

@Chain([Ask, LargeModel])
class Answer extends Step<string, string> {}

// The application may say what holds where a call says nothing.
const app = await createApp({ runnables: [Answer], configurable: { temperature: 0.5 } });
const answer = app.get(Answer);

console.log(await answer.invoke('Why?'));
console.log(await answer.invoke('Why?', { configurable: { temperature: 1, language: 'fr' } }));
console.log(await answer.invoke('Why?', { configurable: { model: 'small' } }));

// What is configured for good is another runnable; the first stays as it is.
const quick = answer.withConfig({ configurable: { model: 'small' } });
console.log(await quick.invoke('How?'));

// What cannot be is an error before anything runs.
console.log(await answer.invoke('Why?', { configurable: { model: 'medium' } }).catch(String));

console.log('Can be configured:');
for (const { id, default: value, options, description } of answer.configSpecs) {
  console.log(`  ${id} = ${String(value)}: ${description ?? options?.join(' or ') ?? 'anything'}`);
}
await app.close();

/* Prints:
long answer to "Why? (in English)" at 0.5
long answer to "Why? (en français)" at 1
short answer to "Why? (in English)"
short answer to "How? (in English)"
InvalidConfigError: [R307] configurable["model"] must be one of "small", "large", got "medium" (string).
Can be configured:
  language = en: en or fr
  model = large: small or large
  temperature = 0.5: How freely it answers, 0 to 2
*/
