import 'reflect-metadata';
import { expect } from 'chai';
import {
  Assign,
  Bind,
  Branch,
  Chain,
  Each,
  Parallel,
  Pick,
  Router,
  Runnable,
  RunnableAssign,
  RunnableBranch,
  RunnableParallel,
  RunnableSequence,
  Step,
  WithConfig,
  createApp,
  type AnyRunnable,
  type RunContext,
} from 'runwright';
import { collect } from '../support/collect.js';

@Runnable()
class Upper extends Step<string, string> {
  run(text: string): string {
    return text.toUpperCase();
  }
}

@Branch([
  [(text: string) => text.startsWith('a'), Upper],
  [(text: string) => text.startsWith('b'), (text: string) => `${text}!`],
  (text: string) => text,
])
class Route extends Step<string, string> {}

@Router({ upper: Upper, length: (text: string) => text.length })
class Choose extends Step<{ key: 'upper' | 'length'; input: string }, string | number> {}

@Each(Upper)
class UpperAll extends Step<readonly string[], string[]> {}

@Assign({ words: ({ text }: { text: string }) => text.split(' ').length })
class Count extends Step<{ text: string }, { text: string; words: number }> {}

@Pick('text')
class Text extends Step<{ text: string; words: number }, string> {}

@Pick(['words'])
class Words extends Step<{ text: string; words: number }, { words: number }> {}

@Chain([Count, { text: Text, only: Words }])
class All extends Step<{ text: string }, { text: string; only: { words: number } }> {}

const chunksOf = (runnable: AnyRunnable, input: unknown) => collect(runnable.stream(input as never));

describe('decorators of a kind', () => {
  it('@Branch asks its conditions in order', async () => {
    const app = await createApp({ runnables: [Route] });
    expect(await app.get(Route).batch(['ab', 'b', 'c'])).to.deep.equal(['AB', 'b!', 'c']);
  });

  it('@Router goes by the key', async () => {
    const choose = new Choose();
    expect(await choose.invoke({ key: 'upper', input: 'x' })).to.equal('X');
    expect(await choose.invoke({ key: 'length', input: 'xyz' })).to.equal(3);
  });

  it('@Each goes through a list', async () => {
    expect(await new UpperAll().invoke(['a', 'b'])).to.deep.equal(['A', 'B']);
  });

  it('@Assign adds keys, @Pick takes some', async () => {
    expect(await new Count().invoke({ text: 'hello world' })).to.deep.equal({
      text: 'hello world',
      words: 2,
    });
    expect(await new All().invoke({ text: 'a b c' })).to.deep.equal({ text: 'a b c', only: { words: 3 } });
  });

  it('bear the name of their class', () => {
    for (const type of [Route, Choose, UpperAll, Count, Text, All])
      expect(new type().getName()).to.equal(type.name);
  });

  it('make what the constructors of the same composition make', async () => {
    const upper = (text: string): string => text.toUpperCase();
    const pairs: [AnyRunnable, AnyRunnable, unknown][] = [
      [
        new Route(),
        RunnableBranch.from([
          [(text: string) => text.startsWith('a'), upper],
          [(text: string) => text.startsWith('b'), (text: string) => `${text}!`],
          (text: string) => text,
        ]),
        'b',
      ],
      [
        new Count(),
        RunnableAssign.from({ words: ({ text }: { text: string }) => text.split(' ').length }),
        { text: 'a b' },
      ],
    ];
    for (const [decorated, made, input] of pairs) {
      expect(await decorated.invoke(input as never)).to.deep.equal(await made.invoke(input as never));
      expect(await chunksOf(decorated, input)).to.deep.equal(await chunksOf(made, input));
      expect(await decorated.batch([input, input] as never)).to.deep.equal(
        await made.batch([input, input] as never),
      );
    }
    @Parallel({ a: Upper, b: (text: string) => text.length })
    class Both extends Step<string, { a: string; b: number }> {}
    @Chain([(text: string) => text.trim(), Both])
    class Chained extends Step<string, { a: string; b: number }> {}
    const chained = RunnableSequence.from([
      (text: string) => text.trim(),
      RunnableParallel.from({ a: upper, b: (text: string) => text.length }),
    ]);
    expect(await chunksOf(new Chained(), ' x ')).to.deep.equal(await chunksOf(chained, ' x '));
  });
});

describe('@Bind and @WithConfig', () => {
  it('bind arguments and a config, over which those of a call stand', async () => {
    @Bind({ stop: '.', echo: true })
    @WithConfig({ tags: ['bound'], metadata: { from: 'class' } })
    @Runnable({ tags: ['own'] })
    class Tell extends Step<string, unknown> {
      run(_: string, { kwargs, tags, metadata }: RunContext): unknown {
        return { kwargs, tags, metadata };
      }
    }
    expect(await new Tell().invoke('', { tags: ['call'] }, { stop: '!' })).to.deep.equal({
      kwargs: { stop: '!', echo: true },
      tags: ['bound', 'call', 'own'],
      metadata: { from: 'class' },
    });
  });
});
