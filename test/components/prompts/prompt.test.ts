import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  FakeChatModel,
  HumanMessage,
  Prompt,
  Runnable,
  Step,
  StringOutputParser,
  SystemMessage,
  createApp,
  type Message,
} from 'runwright';
import { Recorder } from '../../support/observing.js';

@Prompt([
  ['system', 'Answer from: {passages}'],
  ['human', '{question}'],
])
class AskPrompt extends Step<{ passages: string[]; question: string }, Message[]> {}

describe('@Prompt', () => {
  it('makes a class a prompt', async () => {
    expect(await new AskPrompt().invoke({ passages: ['a'], question: 'b?' })).to.deep.equal([
      new SystemMessage('Answer from: ["a"]'),
      new HumanMessage('b?'),
    ]);
    expect(new AskPrompt().getName()).to.equal('AskPrompt');
  });

  it('is a step of decorated chains, under the name of its class', async () => {
    @Runnable()
    class Retrieve extends Step<string, { passages: string[]; question: string }> {
      run(question: string): { passages: string[]; question: string } {
        return { passages: ['x'], question };
      }
    }
    const model = new FakeChatModel({ responses: ['fine'] });
    @Chain([Retrieve, AskPrompt, model, new StringOutputParser()])
    class Answer extends Step<string, string> {}
    const app = await createApp({ runnables: [Answer] });
    const recorder = new Recorder();
    expect(await app.get(Answer).invoke('well?', { callbacks: [recorder] })).to.equal('fine');
    expect(recorder.tree).to.deep.equal([
      'Answer',
      'Answer/Retrieve',
      'Answer/AskPrompt',
      'Answer/FakeChatModel',
      'Answer/StringOutputParser',
    ]);
    expect(recorder.runs.map(({ runType }) => runType)).to.deep.equal([
      'chain',
      'chain',
      'prompt',
      'chat_model',
      'parser',
    ]);
    await app.close();
  });

  it('may have another name, and another format', async () => {
    @Prompt(['{{#words}}{{.}} {{/words}}'], { templateFormat: 'mustache', name: 'words' })
    class Words extends Step<{ words: string[] }, Message[]> {}
    const prompt = new Words();
    expect(prompt.getName()).to.equal('words');
    expect((await prompt.invoke({ words: ['a', 'b'] }))[0]?.text).to.equal('a b ');
  });

  it('is refused by the compiler where the class does not declare the variables', () => {
    // @ts-expect-error -- the class declares no passages
    @Prompt(['{passages} {question}'])
    class Wrong extends Step<{ question: string }, Message[]> {}
    expect(() => new Wrong().invokeSync({ question: 'x' })).to.throw(
      '[R351] Wrong has no value for "passages"',
    );
  });

  it('names the entry with a faulty template', () => {
    expect(() => Prompt(['{a.b}'])).to.throw(
      '[A102] @Prompt: entry 1 must be a template whose variables are plain names',
    );
  });
});
