import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  ChatPromptTemplate,
  FakeChatModel,
  Prompt,
  PromptTemplate,
  RunnableBranch,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  Step,
  StringOutputParser,
  createApp,
  type Message,
  type Runnable,
} from 'runwright';

const model = new FakeChatModel({ responses: ['fine'] });
const [ask, answer, shorten] = ['ask {x}', 'answer {x}', 'shorten {x}'].map((text) =>
  ChatPromptTemplate.fromTemplate(text),
) as [ChatPromptTemplate, ChatPromptTemplate, ChatPromptTemplate];

const textsOf = (runnable: Runnable<never, unknown>, config?: object): unknown[] =>
  runnable
    .getPrompts(config)
    .map((prompt) => (prompt instanceof ChatPromptTemplate ? prompt.promptMessages[0] : undefined));

describe('getPrompts', () => {
  it('A22.12 finds the prompts in whatever stands around them, each once', () => {
    const chain = RunnableSequence.from([
      RunnableParallel.from({ ask: ask.pipe(model), again: ask }),
      RunnableLambda.from((x: object) => x, { deps: [answer] }),
      RunnableBranch.from([[() => true, shorten.withRetry()], (x: object) => x]),
    ]);
    expect(textsOf(chain)).to.deep.equal(['ask {x}', 'answer {x}', 'shorten {x}']);
    expect(ask.getPrompts()).to.deep.equal([ask]);
    expect(model.getPrompts()).to.deep.equal([]);
  });

  it('A22.12 finds those that the config chooses', () => {
    const chosen = ask.configurableAlternatives({ id: 'style' }, { short: shorten });
    expect(textsOf(chosen, { configurable: { style: 'short' } })).to.deep.equal(['shorten {x}']);
    expect(textsOf(chosen)).to.include('ask {x}');
  });

  it('A22.12 finds those of decorated classes', async () => {
    @Prompt(['{question}?'])
    class Ask extends Step<{ question: string }, Message[]> {}
    @Chain([
      Ask,
      model,
      new StringOutputParser(),
      { x: (x: string) => x },
      PromptTemplate.fromTemplate('{x}!'),
    ])
    class Answer extends Step<{ question: string }, string> {}
    const app = await createApp({ runnables: [Answer] });
    expect(
      app
        .get(Answer)
        .getPrompts()
        .map((prompt) => prompt.getName()),
    ).to.deep.equal(['Ask', 'PromptTemplate']);
    await app.close();
  });
});
