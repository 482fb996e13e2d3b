import { expect } from 'chai';
import {
  ChatPromptTemplate,
  FakeEmbeddings,
  FakeStreamingChatModel,
  OpenAIChatModel,
  PromptTemplate,
  RunnableBase,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type AnyRunnable,
  type RunnableConfig,
} from 'runwright';
import { rejection } from '../../support/caught.js';

/** A model as one would write it without decorators. */
class Model extends RunnableBase<string, string> {
  readonly kind = 'model';
  temperature = 0;
  stops: readonly string[] = [];
  execute(input: string): string {
    return `${input} ${this.temperature}${this.stops.map((stop) => ` /${stop}`).join('')}`;
  }
}

const temperature = { id: 'temperature', name: 'Temperature', description: 'From 0 to 2' };

describe('configurableFields', () => {
  it('A15.1 runs a copy with the field changed; the runnable itself stays as it is', async () => {
    const model = new Model();
    const configurable = model.configurableFields({ temperature });
    expect(await configurable.invoke('a')).to.equal('a 0');
    expect(await configurable.invoke('a', { configurable: { temperature: 1 } })).to.equal('a 1');
    expect(model.temperature).to.equal(0);
    expect(await configurable.invoke('a')).to.equal('a 0');
  });

  it('A15.1 names a field that is not there, and those that are', () => {
    expect(() => new Model().configurableFields({ temprature: temperature })).to.throw(
      /Model\.configurableFields: "temprature" must be one of the available keys \(.*temperature.*\)/,
    );
  });

  it('says of a parallel that nothing of it can be configured', () => {
    const parallel = RunnableParallel.from({ text: (text: string) => text });
    expect(() => parallel.configurableFields({ steps: { id: 'steps' } })).to.throw(
      /nothing of it can be configured/,
    );
  });

  it('runs a copy of fake embeddings, whose calls are noted with those of the original', async () => {
    const embeddings = new FakeEmbeddings({ dimensions: 3 });
    const configurable = embeddings.configurableFields({ dimensions: { id: 'dimensions' } });
    expect(await configurable.invoke('sky', { configurable: { dimensions: 5 } })).to.have.length(5);
    expect(await configurable.invoke('sky')).to.have.length(3);
    expect(embeddings.calls).to.deep.equal([['sky'], ['sky']]);
  });

  it('A15.2 counts a key that no config has as a value', async () => {
    const configurable = new Model().configurableFields({ temperature });
    expect(await configurable.invoke('a', { temperature: 2 } as RunnableConfig)).to.equal('a 2');
  });

  it('A15.3 chooses one option by its key, the default where none is chosen', async () => {
    const heat = { id: 'heat', options: { cold: 0, hot: 2 }, default: 'hot' };
    const configurable = new Model().configurableFields({ temperature: heat });
    expect(await configurable.invoke('a', { configurable: { heat: 'cold' } })).to.equal('a 0');
    expect(await configurable.invoke('a')).to.equal('a 2');
    const error = await rejection(configurable.invoke('a', { configurable: { heat: 'warm' } }));
    expect(error.message).to.include('must be one of "cold", "hot"');
  });

  it('A15.3 chooses several options by their keys', async () => {
    const ends = { id: 'ends', options: { dot: '.', line: '\\n' }, default: ['dot'] };
    const configurable = new Model().configurableFields({ stops: ends });
    expect(await configurable.invoke('a')).to.equal('a 0 /.');
    expect(await configurable.invoke('a', { configurable: { ends: ['line', 'dot'] } })).to.equal(
      'a 0 /\\n /.',
    );
    const error = await rejection(configurable.invoke('a', { configurable: { ends: ['other'] } }));
    expect(error.message).to.include('must be a list of "dot", "line"');
  });

  it('A15.4 merges the fields of two calls', async () => {
    const configurable = new Model()
      .configurableFields({ temperature })
      .configurableFields({ stops: { id: 'stops' } });
    const config = { configurable: { temperature: 1, stops: ['x'] } };
    expect(await configurable.invoke('a', config)).to.equal('a 1 /x');
  });

  it('A15.8 works anywhere in a chain, per input of a batch, and in streams', async () => {
    const chain = RunnableSequence.from([
      (text: string) => text.trim(),
      { said: new Model().configurableFields({ temperature }) },
    ]);
    const configs = [{ configurable: { temperature: 1 } }, {}, { configurable: { temperature: 2 } }];
    const said = (await chain.batch(['a', 'b', 'c'], configs)).map((output) => output.said);
    expect(said).to.deep.equal(['a 1', 'b 0', 'c 2']);
    const chunks = [];
    for await (const chunk of chain.stream('a', configs[0])) chunks.push(chunk);
    expect(chunks).to.deep.equal([{ said: 'a 1' }]);
  });

  it('keeps as many variants as it is told, the last used', async () => {
    const made = new Set<WeakRef<object>>();
    class Counted extends Model {
      override withFields(values: Readonly<Record<string, unknown>>): Model {
        const copy = Object.assign(new Model(), values);
        made.add(new WeakRef(copy));
        return copy;
      }
    }
    const configurable = new Counted().configurableFields({ temperature }, { cacheSize: 10 });
    for (let value = 0; value < 1000; value += 1) {
      await configurable.invoke('a', { configurable: { temperature: value } });
    }
    for (let value = 990; value < 1000; value += 1) {
      await configurable.invoke('a', { configurable: { temperature: value } });
    }
    expect(made.size).to.equal(1000);
  });
});

describe('a configurable runnable', () => {
  class Chatty extends Model {
    describe(topic: string, _config?: RunnableConfig): string {
      return `${topic} at ${this.temperature}`;
    }
  }

  it('A15.10 has the methods of what it stands for, as the config among their arguments configures it', () => {
    const configurable = new Chatty().configurableFields({ temperature }) as unknown as Chatty;
    expect(configurable.describe('rain')).to.equal('rain at 0');
    expect(configurable.describe('rain', { configurable: { temperature: 2 } })).to.equal('rain at 2');
    const either = new Chatty().configurableAlternatives(
      { id: 'who' },
      { other: configurable },
    ) as unknown as Chatty;
    const config = { configurable: { who: 'other', temperature: 1 } };
    expect(either.describe('snow', config)).to.equal('snow at 1');
  });

  it('A25.14 keeps the values of a config that another is bound over, key by key of the config', async () => {
    const configurable = new Model().configurableFields({ temperature });
    const bound = configurable.withConfig({ configurable: { temperature: 1 } }).withConfig({ tags: ['x'] });
    expect(await bound.invoke('a')).to.equal('a 1');
    expect(await bound.invoke('a', { configurable: { temperature: 2 } })).to.equal('a 2');
    expect(await bound.withConfig({ configurable: { temperature: 3 } }).invoke('a')).to.equal('a 3');
  });

  it('A15.7 tells its specs sorted by id, with those of alternatives, and reports what conflicts', () => {
    const other = new Model().configurableFields({ temperature: { ...temperature, name: 'Heat' } });
    const make = (prefixKeys: boolean): AnyRunnable =>
      new Model()
        .configurableFields({ temperature })
        .configurableAlternatives({ id: 'llm' }, { other }, { prefixKeys });
    expect(make(true).configSpecs.map(({ id }) => id)).to.deep.equal([
      'llm',
      'llm==default/temperature',
      'llm==other/temperature',
    ]);
    expect(make(true).configSpecs[0]).to.include({ default: 'default' });
    expect(make(true).configSpecs[0]?.options).to.deep.equal(['other', 'default']);
    expect(() => make(false).configSpecs).to.throw(/conflicting config specs for temperature/);
  });

  it('A15.11 gives a JSON schema of its configs', () => {
    const schema = new Model().configurableFields({ temperature }).getConfigJsonSchema({ include: ['tags'] });
    expect(JSON.stringify(schema)).to.include('"title":"Temperature"').and.to.include('"default":0');
    expect(schema).to.have.property('title', 'ModelConfig');
  });
});

describe('configurableAlternatives', () => {
  const say = (name: string): RunnableLambda<string, string> =>
    RunnableLambda.from((text: string) => `${name} ${text}`);

  it('A15.5 runs the alternative that is chosen, the runnable itself by default', async () => {
    const either = say('anthropic').configurableAlternatives(
      { id: 'llm' },
      { openai: say('openai') },
      { defaultKey: 'anthropic' },
    );
    expect(await either.invoke('hi')).to.equal('anthropic hi');
    expect(await either.invoke('hi', { configurable: { llm: 'openai' } })).to.equal('openai hi');
    expect(await either.invoke('hi', { configurable: { llm: 'anthropic' } })).to.equal('anthropic hi');
  });

  it('A15.5 makes a lazy alternative when it is chosen, once', async () => {
    const { lazy } = await import('runwright');
    let made = 0;
    const either = say('a').configurableAlternatives(
      { id: 'llm' },
      {
        b: lazy(() => {
          made += 1;
          return say('b');
        }),
      },
    );
    await either.invoke('x');
    expect(made).to.equal(0);
    expect(await either.batch(['x', 'y'], { configurable: { llm: 'b' } })).to.deep.equal(['b x', 'b y']);
    expect(made).to.equal(1);
  });

  it('A15.5 names an alternative that there is not, and those that there are', async () => {
    const either = say('a').configurableAlternatives({ id: 'llm' }, { b: say('b') });
    const error = await rejection(either.invoke('x', { configurable: { llm: 'c' } }));
    expect(error.message).to.equal(
      '[R307] configurable["llm"] must be one of "b", "default", got "c" (string).',
    );
  });

  it('A15.6 prefixes the ids inside the alternatives; an id without prefix reaches whichever runs', async () => {
    const either = new Model()
      .configurableFields({ temperature })
      .configurableAlternatives(
        { id: 'llm' },
        { other: new Model().configurableFields({ temperature }) },
        { prefixKeys: true },
      );
    const run = async (configurable: Record<string, unknown>): Promise<string> =>
      either.invoke('a', { configurable });
    expect(await run({ 'llm==default/temperature': 1, 'llm==other/temperature': 2 })).to.equal('a 1');
    expect(await run({ llm: 'other', 'llm==default/temperature': 1, 'llm==other/temperature': 2 })).to.equal(
      'a 2',
    );
    expect(await run({ llm: 'other', temperature: 3 })).to.equal('a 3');
  });

  it('A15.8 nests, in chains, parallels, and batches with a config for each input', async () => {
    const inner = say('b').configurableAlternatives({ id: 'inner' }, { c: say('c') });
    const outer = say('a').configurableAlternatives({ id: 'outer' }, { inner });
    const chain = RunnableSequence.from([outer, { text: outer }]);
    const configs = [
      {},
      { configurable: { outer: 'inner' } },
      { configurable: { outer: 'inner', inner: 'c' } },
    ];
    const texts = (await chain.batch(['x', 'x', 'x'], configs)).map(({ text }) => text);
    expect(texts).to.deep.equal(['a a x', 'b b x', 'c c x']);
  });

  it('refuses an alternative under the key of the default', () => {
    expect(() => say('a').configurableAlternatives({ id: 'llm' }, { default: say('b') })).to.throw(
      /defaultKey/,
    );
  });

  it('A15.1 configures prompts, whose variables are then those of the template chosen', async () => {
    const template = { id: 'template' };
    const prompt = PromptTemplate.fromTemplate('Say {what}.').configurableFields({ template });
    expect(await prompt.invoke({ what: 'yes' })).to.equal('Say yes.');
    const config = { configurable: { template: 'Do not say {what}.' } };
    expect(await prompt.invoke({ what: 'no' }, config)).to.equal('Do not say no.');
    const chat = ChatPromptTemplate.fromTemplate('Say {what}.').configurableFields({
      promptMessages: { id: 'messages', options: { short: ['{what}?'] }, default: 'short' },
    });
    const [message] = await chat.invoke({ what: 'yes' });
    expect(message?.content).to.equal('yes?');
  });

  it('A15.1 configures options of a model that it was made without, over the same connection', async () => {
    const bodies: { temperature?: number }[] = [];
    const create = (body: never): Promise<object> => {
      bodies.push(body);
      return Promise.resolve({ choices: [{ message: { role: 'assistant', content: 'yes' } }] });
    };
    const model = new OpenAIChatModel({ model: 'some', client: { chat: { completions: { create } } } });
    const configurable = model.withOptions({ seed: 1 }).configurableFields({ temperature });
    await configurable.invoke('Hi');
    await configurable.invoke('Hi', { configurable: { temperature: 0.7 } });
    expect(bodies.map((body) => body.temperature)).to.deep.equal([undefined, 0.7]);
    expect(bodies[1]).to.include({ seed: 1 });
  });

  it('A15.1 configures models for tests, whose copies go on in the same script', async () => {
    const model = new FakeStreamingChatModel({ responses: ['one', 'two'] });
    const configurable = model.configurableFields({ tokenDelayMs: { id: 'delay' } });
    await configurable.invoke('a');
    const answer = await configurable.invoke('b', { configurable: { delay: 1 } });
    expect(answer.text).to.equal('two');
    expect(model.calls).to.have.length(2);
  });

  it('A15.1 says of a runnable with nothing to configure that there is nothing', () => {
    expect(() => RunnableLambda.from((x: number) => x).configurableFields({ fn: temperature })).to.throw(
      'RunnableLambda.configurableFields: "fn" must be left out, for nothing of it can be configured',
    );
  });
});
