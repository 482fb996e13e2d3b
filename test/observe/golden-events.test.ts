import { expect } from 'chai';
import {
  AIMessageChunk,
  ChatPromptTemplate,
  FakeStreamingChatModel,
  HumanMessage,
  RouterRunnable,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  RunnableSequence,
  StringOutputParser,
  SystemMessage,
} from 'runwright';
import { eventFacts } from '../support/events.js';

const reverse = (name: string) =>
  RunnableLambda.from((text: string) => Array.from(text).reverse().join(''), { name });
const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield* chunk;
});
const up = RunnableLambda.from((text: string) => text.toUpperCase(), { name: 'up' });
const long = RunnableLambda.from((text: string) => text.length > 1, { name: 'long' });
const branch = RunnableBranch.from([[long, letters], up]);
const fail = RunnableLambda.from(
  (_: string): string => {
    throw new Error('down');
  },
  { name: 'fail' },
);
/** Made anew where a test counts on its first attempt to fail. */
const flaky = () => {
  let calls = 0;
  return RunnableLambda.from(
    (text: string) => {
      calls += 1;
      if (calls === 1) throw new Error('busy');
      return text;
    },
    { name: 'flaky' },
  ).withRetry({ waitExponentialJitter: false });
};
const tagged = (name: string) => reverse(name).withConfig({ tags: ['my_tag'] });
const triple = RunnableSequence.from([reverse('1'), tagged('2'), tagged('3')]);
/** Sends an event, invokes a chain, and runs a batch. */
const outer = RunnableLambda.from(
  async (text: string, ctx) => {
    await ctx.dispatch('progress', { at: 1 });
    return `${await triple.invoke(text)}${(await up.batch([text])).join('')}`;
  },
  { name: 'outer' },
);

describe('the events of', () => {
  it('A19.3 three functions in a chain, with tags and metadata of configs', async () => {
    expect(await eventFacts(triple.streamEvents('hello', { tags: ['t'], metadata: { m: 1 } }))).to.deep.equal(
      [
        ['on_chain_start RunnableSequence', 0, [], ['t'], { input: 'hello' }, { m: 1 }],
        ['on_chain_start 1', 1, [0], ['seq:step:1', 't'], {}, { m: 1 }],
        ['on_chain_stream 1', 1, [0], ['seq:step:1', 't'], { chunk: 'olleh' }, { m: 1 }],
        ['on_chain_start 2', 2, [0], ['seq:step:2', 'my_tag', 't'], {}, { m: 1 }],
        ['on_chain_end 1', 1, [0], ['seq:step:1', 't'], { output: 'olleh', input: 'hello' }, { m: 1 }],
        ['on_chain_stream 2', 2, [0], ['seq:step:2', 'my_tag', 't'], { chunk: 'hello' }, { m: 1 }],
        ['on_chain_start 3', 3, [0], ['seq:step:3', 'my_tag', 't'], {}, { m: 1 }],
        [
          'on_chain_end 2',
          2,
          [0],
          ['seq:step:2', 'my_tag', 't'],
          { output: 'hello', input: 'olleh' },
          { m: 1 },
        ],
        ['on_chain_stream 3', 3, [0], ['seq:step:3', 'my_tag', 't'], { chunk: 'olleh' }, { m: 1 }],
        ['on_chain_stream RunnableSequence', 0, [], ['t'], { chunk: 'olleh' }, { m: 1 }],
        [
          'on_chain_end 3',
          3,
          [0],
          ['seq:step:3', 'my_tag', 't'],
          { output: 'olleh', input: 'hello' },
          { m: 1 },
        ],
        ['on_chain_end RunnableSequence', 0, [], ['t'], { output: 'olleh' }, { m: 1 }],
      ],
    );
  });

  it('A19.16 three functions in a chain, in version v1', async () => {
    expect(
      await eventFacts(triple.streamEvents('hello', { version: 'v1', tags: ['t'], metadata: { m: 1 } })),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], ['t'], { input: 'hello' }, { m: 1 }],
      ['on_chain_start 1', 1, [], ['seq:step:1', 't'], {}, { m: 1 }],
      ['on_chain_stream 1', 1, [], ['seq:step:1', 't'], { chunk: 'olleh' }, { m: 1 }],
      ['on_chain_start 2', 2, [], ['seq:step:2', 'my_tag', 't'], {}, { m: 1 }],
      ['on_chain_end 1', 1, [], ['seq:step:1', 't'], { output: 'olleh', input: 'hello' }, { m: 1 }],
      ['on_chain_stream 2', 2, [], ['seq:step:2', 'my_tag', 't'], { chunk: 'hello' }, { m: 1 }],
      ['on_chain_start 3', 3, [], ['seq:step:3', 'my_tag', 't'], {}, { m: 1 }],
      ['on_chain_end 2', 2, [], ['seq:step:2', 'my_tag', 't'], { output: 'hello', input: 'olleh' }, { m: 1 }],
      ['on_chain_stream 3', 3, [], ['seq:step:3', 'my_tag', 't'], { chunk: 'olleh' }, { m: 1 }],
      ['on_chain_stream RunnableSequence', 0, [], ['t'], { chunk: 'olleh' }, { m: 1 }],
      ['on_chain_end 3', 3, [], ['seq:step:3', 'my_tag', 't'], { output: 'olleh', input: 'hello' }, { m: 1 }],
      ['on_chain_end RunnableSequence', 0, [], ['t'], { output: 'olleh' }, { m: 1 }],
    ]);
  });

  it('A19.12 A19.10 a function that sends an event and invokes a chain and a batch', async () => {
    expect(
      await eventFacts(
        RunnableSequence.from([outer, up]).streamEvents('ab', { tags: ['t'], metadata: { m: 1 } }),
      ),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], ['t'], { input: 'ab' }, { m: 1 }],
      ['on_chain_start outer', 1, [0], ['seq:step:1', 't'], {}, { m: 1 }],
      ['on_custom_event progress', 1, [0], ['t'], { at: 1 }, { m: 1 }],
      ['on_chain_start RunnableSequence', 2, [0, 1], ['t'], { input: 'ab' }, { m: 1 }],
      ['on_chain_start 1', 3, [0, 1, 2], ['seq:step:1', 't'], { input: 'ab' }, { m: 1 }],
      ['on_chain_end 1', 3, [0, 1, 2], ['seq:step:1', 't'], { output: 'ba', input: 'ab' }, { m: 1 }],
      ['on_chain_start 2', 4, [0, 1, 2], ['seq:step:2', 'my_tag', 't'], { input: 'ba' }, { m: 1 }],
      [
        'on_chain_end 2',
        4,
        [0, 1, 2],
        ['seq:step:2', 'my_tag', 't'],
        { output: 'ab', input: 'ba' },
        { m: 1 },
      ],
      ['on_chain_start 3', 5, [0, 1, 2], ['seq:step:3', 'my_tag', 't'], { input: 'ab' }, { m: 1 }],
      [
        'on_chain_end 3',
        5,
        [0, 1, 2],
        ['seq:step:3', 'my_tag', 't'],
        { output: 'ba', input: 'ab' },
        { m: 1 },
      ],
      ['on_chain_end RunnableSequence', 2, [0, 1], ['t'], { output: 'ba', input: 'ab' }, { m: 1 }],
      ['on_chain_start up', 6, [0, 1], ['t'], { input: 'ab' }, { m: 1 }],
      ['on_chain_end up', 6, [0, 1], ['t'], { output: 'AB', input: 'ab' }, { m: 1 }],
      ['on_chain_stream outer', 1, [0], ['seq:step:1', 't'], { chunk: 'baAB' }, { m: 1 }],
      ['on_chain_start up', 7, [0], ['seq:step:2', 't'], {}, { m: 1 }],
      ['on_chain_end outer', 1, [0], ['seq:step:1', 't'], { output: 'baAB', input: 'ab' }, { m: 1 }],
      ['on_chain_stream up', 7, [0], ['seq:step:2', 't'], { chunk: 'BAAB' }, { m: 1 }],
      ['on_chain_stream RunnableSequence', 0, [], ['t'], { chunk: 'BAAB' }, { m: 1 }],
      ['on_chain_end up', 7, [0], ['seq:step:2', 't'], { output: 'BAAB', input: 'baAB' }, { m: 1 }],
      ['on_chain_end RunnableSequence', 0, [], ['t'], { output: 'BAAB' }, { m: 1 }],
    ]);
  });

  it('A19.12 the same, in version v1, which has no custom events', async () => {
    expect(
      await eventFacts(RunnableSequence.from([outer, up]).streamEvents('ab', { version: 'v1' })),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start outer', 1, [], ['seq:step:1'], {}],
      ['on_chain_start RunnableSequence', 2, [], [], { input: 'ab' }],
      ['on_chain_start 1', 3, [], ['seq:step:1'], { input: 'ab' }],
      ['on_chain_end 1', 3, [], ['seq:step:1'], { output: 'ba', input: 'ab' }],
      ['on_chain_start 2', 4, [], ['seq:step:2', 'my_tag'], { input: 'ba' }],
      ['on_chain_end 2', 4, [], ['seq:step:2', 'my_tag'], { output: 'ab', input: 'ba' }],
      ['on_chain_start 3', 5, [], ['seq:step:3', 'my_tag'], { input: 'ab' }],
      ['on_chain_end 3', 5, [], ['seq:step:3', 'my_tag'], { output: 'ba', input: 'ab' }],
      ['on_chain_end RunnableSequence', 2, [], [], { output: 'ba', input: 'ab' }],
      ['on_chain_start up', 6, [], [], { input: 'ab' }],
      ['on_chain_end up', 6, [], [], { output: 'AB', input: 'ab' }],
      ['on_chain_stream outer', 1, [], ['seq:step:1'], { chunk: 'baAB' }],
      ['on_chain_start up', 7, [], ['seq:step:2'], {}],
      ['on_chain_end outer', 1, [], ['seq:step:1'], { output: 'baAB', input: 'ab' }],
      ['on_chain_stream up', 7, [], ['seq:step:2'], { chunk: 'BAAB' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'BAAB' }],
      ['on_chain_end up', 7, [], ['seq:step:2'], { output: 'BAAB', input: 'baAB' }],
      ['on_chain_end RunnableSequence', 0, [], [], { output: 'BAAB' }],
    ]);
  });

  it('A19.5 a branch', async () => {
    expect(await eventFacts(branch.streamEvents('ab', { tags: ['t'] }))).to.deep.equal([
      ['on_chain_start RunnableBranch', 0, [], ['t'], { input: 'ab' }],
      ['on_chain_start long', 1, [0], ['condition:1', 't'], { input: 'ab' }],
      ['on_chain_end long', 1, [0], ['condition:1', 't'], { output: true, input: 'ab' }],
      ['on_chain_start letters', 2, [0], ['branch:1', 't'], {}],
      ['on_chain_stream letters', 2, [0], ['branch:1', 't'], { chunk: 'a' }],
      ['on_chain_stream RunnableBranch', 0, [], ['t'], { chunk: 'a' }],
      ['on_chain_stream letters', 2, [0], ['branch:1', 't'], { chunk: 'b' }],
      ['on_chain_stream RunnableBranch', 0, [], ['t'], { chunk: 'b' }],
      ['on_chain_end letters', 2, [0], ['branch:1', 't'], { output: 'ab', input: 'ab' }],
      ['on_chain_end RunnableBranch', 0, [], ['t'], { output: 'ab' }],
    ]);
  });

  it('A19.5 a branch within a chain', async () => {
    expect(
      await eventFacts(RunnableSequence.from([letters, branch, up]).streamEvents('ab', { tags: ['t'] })),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], ['t'], { input: 'ab' }],
      ['on_chain_start letters', 1, [0], ['seq:step:1', 't'], {}],
      ['on_chain_stream letters', 1, [0], ['seq:step:1', 't'], { chunk: 'a' }],
      ['on_chain_stream letters', 1, [0], ['seq:step:1', 't'], { chunk: 'b' }],
      ['on_chain_end letters', 1, [0], ['seq:step:1', 't'], { output: 'ab', input: 'ab' }],
      ['on_chain_start RunnableBranch', 2, [0], ['seq:step:2', 't'], { input: 'ab' }],
      ['on_chain_start long', 3, [0, 2], ['condition:1', 't'], { input: 'ab' }],
      ['on_chain_end long', 3, [0, 2], ['condition:1', 't'], { output: true, input: 'ab' }],
      ['on_chain_start letters', 4, [0, 2], ['branch:1', 't'], {}],
      ['on_chain_stream letters', 4, [0, 2], ['branch:1', 't'], { chunk: 'a' }],
      ['on_chain_start up', 5, [0], ['seq:step:3', 't'], {}],
      ['on_chain_stream letters', 4, [0, 2], ['branch:1', 't'], { chunk: 'b' }],
      ['on_chain_end letters', 4, [0, 2], ['branch:1', 't'], { output: 'ab', input: 'ab' }],
      ['on_chain_end RunnableBranch', 2, [0], ['seq:step:2', 't'], { output: 'ab', input: 'ab' }],
      ['on_chain_stream up', 5, [0], ['seq:step:3', 't'], { chunk: 'AB' }],
      ['on_chain_stream RunnableSequence', 0, [], ['t'], { chunk: 'AB' }],
      ['on_chain_end up', 5, [0], ['seq:step:3', 't'], { output: 'AB', input: 'ab' }],
      ['on_chain_end RunnableSequence', 0, [], ['t'], { output: 'AB' }],
    ]);
  });

  it('A19.5 fallbacks', async () => {
    expect(await eventFacts(fail.withFallbacks([letters]).streamEvents('ab'))).to.deep.equal([
      ['on_chain_start RunnableWithFallbacks', 0, [], [], { input: 'ab' }],
      ['on_chain_start fail', 1, [0], [], {}],
      ['on_chain_start letters', 2, [0], [], {}],
      ['on_chain_stream letters', 2, [0], [], { chunk: 'a' }],
      ['on_chain_stream RunnableWithFallbacks', 0, [], [], { chunk: 'a' }],
      ['on_chain_stream letters', 2, [0], [], { chunk: 'b' }],
      ['on_chain_stream RunnableWithFallbacks', 0, [], [], { chunk: 'b' }],
      ['on_chain_end letters', 2, [0], [], { output: 'ab', input: 'ab' }],
      ['on_chain_end RunnableWithFallbacks', 0, [], [], { output: 'ab' }],
    ]);
  });

  it('A19.5 fallbacks within a chain', async () => {
    expect(
      await eventFacts(
        RunnableSequence.from([letters, fail.withFallbacks([letters]), up]).streamEvents('ab'),
      ),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start letters', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream letters', 1, [0], ['seq:step:1'], { chunk: 'a' }],
      ['on_chain_stream letters', 1, [0], ['seq:step:1'], { chunk: 'b' }],
      ['on_chain_end letters', 1, [0], ['seq:step:1'], { output: 'ab', input: 'ab' }],
      ['on_chain_start RunnableWithFallbacks', 2, [0], ['seq:step:2'], { input: 'ab' }],
      ['on_chain_start fail', 3, [0, 2], [], {}],
      ['on_chain_start letters', 4, [0, 2], [], {}],
      ['on_chain_stream letters', 4, [0, 2], [], { chunk: 'a' }],
      ['on_chain_start up', 5, [0], ['seq:step:3'], {}],
      ['on_chain_stream letters', 4, [0, 2], [], { chunk: 'b' }],
      ['on_chain_end letters', 4, [0, 2], [], { output: 'ab', input: 'ab' }],
      ['on_chain_end RunnableWithFallbacks', 2, [0], ['seq:step:2'], { output: 'ab', input: 'ab' }],
      ['on_chain_stream up', 5, [0], ['seq:step:3'], { chunk: 'AB' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'AB' }],
      ['on_chain_end up', 5, [0], ['seq:step:3'], { output: 'AB', input: 'ab' }],
      ['on_chain_end RunnableSequence', 0, [], [], { output: 'AB' }],
    ]);
  });

  it('A19.5 a map', async () => {
    expect(await eventFacts(up.map().streamEvents(['a', 'b']))).to.deep.equal([
      ['on_chain_start RunnableEach<up>', 0, [], [], { input: ['a', 'b'] }],
      ['on_chain_start up', 1, [0], [], { input: 'a' }],
      ['on_chain_end up', 1, [0], [], { output: 'A', input: 'a' }],
      ['on_chain_start up', 2, [0], [], { input: 'b' }],
      ['on_chain_end up', 2, [0], [], { output: 'B', input: 'b' }],
      ['on_chain_end RunnableEach<up>', 0, [], [], { output: ['A', 'B'] }],
    ]);
  });

  it('A19.5 a map within a chain', async () => {
    expect(
      await eventFacts(
        RunnableSequence.from([(text: string) => Array.from(text), up.map()]).streamEvents('ab'),
      ),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start RunnableLambda', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream RunnableLambda', 1, [0], ['seq:step:1'], { chunk: ['a', 'b'] }],
      ['on_chain_end RunnableLambda', 1, [0], ['seq:step:1'], { output: ['a', 'b'], input: 'ab' }],
      ['on_chain_start RunnableEach<up>', 2, [0], ['seq:step:2'], { input: ['a', 'b'] }],
      ['on_chain_start up', 3, [0, 2], [], { input: 'a' }],
      ['on_chain_end up', 3, [0, 2], [], { output: 'A', input: 'a' }],
      ['on_chain_start up', 4, [0, 2], [], { input: 'b' }],
      ['on_chain_end up', 4, [0, 2], [], { output: 'B', input: 'b' }],
      ['on_chain_end RunnableEach<up>', 2, [0], ['seq:step:2'], { output: ['A', 'B'], input: ['a', 'b'] }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: ['A', 'B'] }],
      ['on_chain_end RunnableSequence', 0, [], [], { output: ['A', 'B'] }],
    ]);
  });

  it('A19.5 a router within a chain, which has no run of its own', async () => {
    expect(
      await eventFacts(
        RunnableSequence.from([
          (input: string) => ({ key: 'up', input }),
          new RouterRunnable({ runnables: { up } }),
        ]).streamEvents('ab'),
      ),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start RunnableLambda', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream RunnableLambda', 1, [0], ['seq:step:1'], { chunk: { key: 'up', input: 'ab' } }],
      [
        'on_chain_end RunnableLambda',
        1,
        [0],
        ['seq:step:1'],
        { output: { key: 'up', input: 'ab' }, input: 'ab' },
      ],
      ['on_chain_start up', 2, [0], ['seq:step:2'], {}],
      ['on_chain_stream up', 2, [0], ['seq:step:2'], { chunk: 'AB' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'AB' }],
      ['on_chain_end up', 2, [0], ['seq:step:2'], { output: 'AB', input: 'ab' }],
      ['on_chain_end RunnableSequence', 0, [], [], { output: 'AB' }],
    ]);
  });

  it('A19.4 branches of a parallel', async () => {
    expect(await eventFacts(RunnableParallel.from({ a: letters, b: up }).streamEvents('ab'))).to.deep.equal([
      ['on_chain_start RunnableParallel<a,b>', 0, [], [], { input: 'ab' }],
      ['on_chain_start letters', 1, [0], ['map:key:a'], {}],
      ['on_chain_start up', 2, [0], ['map:key:b'], {}],
      ['on_chain_stream letters', 1, [0], ['map:key:a'], { chunk: 'a' }],
      ['on_chain_stream up', 2, [0], ['map:key:b'], { chunk: 'AB' }],
      ['on_chain_stream RunnableParallel<a,b>', 0, [], [], { chunk: { a: 'a' } }],
      ['on_chain_stream letters', 1, [0], ['map:key:a'], { chunk: 'b' }],
      ['on_chain_stream RunnableParallel<a,b>', 0, [], [], { chunk: { b: 'AB' } }],
      ['on_chain_end up', 2, [0], ['map:key:b'], { output: 'AB', input: 'ab' }],
      ['on_chain_stream RunnableParallel<a,b>', 0, [], [], { chunk: { a: 'b' } }],
      ['on_chain_end letters', 1, [0], ['map:key:a'], { output: 'ab', input: 'ab' }],
      ['on_chain_end RunnableParallel<a,b>', 0, [], [], { output: { a: 'ab', b: 'AB' } }],
    ]);
  });

  it('A19.4 an assign within a chain', async () => {
    expect(
      await eventFacts(
        RunnableSequence.from([
          (t: string) => ({ t }),
          RunnablePassthrough.assign({ n: (x: { t: string }) => x.t.length }),
        ]).streamEvents('ab'),
      ),
    ).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start RunnableLambda', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream RunnableLambda', 1, [0], ['seq:step:1'], { chunk: { t: 'ab' } }],
      ['on_chain_start RunnableAssign<n>', 2, [0], ['seq:step:2'], {}],
      ['on_chain_start RunnableParallel<n>', 3, [0, 2], [], {}],
      ['on_chain_start n', 4, [0, 2, 3], ['map:key:n'], {}],
      ['on_chain_stream RunnableAssign<n>', 2, [0], ['seq:step:2'], { chunk: { t: 'ab' } }],
      ['on_chain_end RunnableLambda', 1, [0], ['seq:step:1'], { output: { t: 'ab' }, input: 'ab' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: { t: 'ab' } }],
      ['on_chain_stream n', 4, [0, 2, 3], ['map:key:n'], { chunk: 2 }],
      ['on_chain_stream RunnableParallel<n>', 3, [0, 2], [], { chunk: { n: 2 } }],
      ['on_chain_stream RunnableAssign<n>', 2, [0], ['seq:step:2'], { chunk: { n: 2 } }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: { n: 2 } }],
      ['on_chain_end n', 4, [0, 2, 3], ['map:key:n'], { output: 2, input: { t: 'ab' } }],
      ['on_chain_end RunnableParallel<n>', 3, [0, 2], [], { output: { n: 2 }, input: { t: 'ab' } }],
      [
        'on_chain_end RunnableAssign<n>',
        2,
        [0],
        ['seq:step:2'],
        { output: { t: 'ab', n: 2 }, input: { t: 'ab' } },
      ],
      ['on_chain_end RunnableSequence', 0, [], [], { output: { t: 'ab', n: 2 } }],
    ]);
  });

  it('A19.6 a chain that fails', async () => {
    expect(await eventFacts(RunnableSequence.from([up, fail, up]).streamEvents('x'))).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'x' }],
      ['on_chain_start up', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream up', 1, [0], ['seq:step:1'], { chunk: 'X' }],
      ['on_chain_start fail', 2, [0], ['seq:step:2'], {}],
      ['on_chain_end up', 1, [0], ['seq:step:1'], { output: 'X', input: 'x' }],
      ['throws', 'Error: down'],
    ]);
  });

  it('A19.6 a retry, whose failed attempt has a start and no end', async () => {
    expect(await eventFacts(RunnableSequence.from([up, flaky()]).streamEvents('ab'))).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: 'ab' }],
      ['on_chain_start up', 1, [0], ['seq:step:1'], {}],
      ['on_chain_stream up', 1, [0], ['seq:step:1'], { chunk: 'AB' }],
      ['on_chain_start flaky', 2, [0], ['seq:step:2'], {}],
      ['on_chain_start flaky', 3, [0, 2], [], {}],
      ['on_chain_end up', 1, [0], ['seq:step:1'], { output: 'AB', input: 'ab' }],
      ['on_chain_start flaky', 4, [0, 2], ['retry:attempt:2'], {}],
      ['on_chain_stream flaky', 4, [0, 2], ['retry:attempt:2'], { chunk: 'AB' }],
      ['on_chain_stream flaky', 2, [0], ['seq:step:2'], { chunk: 'AB' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'AB' }],
      ['on_chain_end flaky', 4, [0, 2], ['retry:attempt:2'], { output: 'AB', input: 'AB' }],
      ['on_chain_end flaky', 2, [0], ['seq:step:2'], { output: 'AB', input: 'AB' }],
      ['on_chain_end RunnableSequence', 0, [], [], { output: 'AB' }],
    ]);
  });

  it('A19.14 a prompt, a model and a parser', async () => {
    const model = new FakeStreamingChatModel({ responses: [['Hel', 'lo']], name: 'model' });
    const chat = ChatPromptTemplate.fromMessages([
      ['system', 'Be brief'],
      ['human', '{q}'],
    ]).pipe(model, new StringOutputParser());
    const messages = [new SystemMessage('Be brief'), new HumanMessage('hi')];
    expect(await eventFacts(chat.streamEvents({ q: 'hi' }))).to.deep.equal([
      ['on_chain_start RunnableSequence', 0, [], [], { input: { q: 'hi' } }],
      ['on_prompt_start ChatPromptTemplate', 1, [0], ['seq:step:1'], { input: { q: 'hi' } }],
      ['on_prompt_end ChatPromptTemplate', 1, [0], ['seq:step:1'], { output: messages, input: { q: 'hi' } }],
      ['on_chat_model_start model', 2, [0], ['seq:step:2'], { input: { messages: [messages] } }],
      ['on_chat_model_stream model', 2, [0], ['seq:step:2'], { chunk: new AIMessageChunk('Hel') }],
      ['on_parser_start StringOutputParser', 3, [0], ['seq:step:3'], {}],
      ['on_parser_stream StringOutputParser', 3, [0], ['seq:step:3'], { chunk: 'Hel' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'Hel' }],
      ['on_chat_model_stream model', 2, [0], ['seq:step:2'], { chunk: new AIMessageChunk('lo') }],
      ['on_parser_stream StringOutputParser', 3, [0], ['seq:step:3'], { chunk: 'lo' }],
      ['on_chain_stream RunnableSequence', 0, [], [], { chunk: 'lo' }],
      [
        'on_chat_model_end model',
        2,
        [0],
        ['seq:step:2'],
        { output: new AIMessageChunk('Hello'), input: { messages: [messages] } },
      ],
      [
        'on_parser_end StringOutputParser',
        3,
        [0],
        ['seq:step:3'],
        { output: 'Hello', input: new AIMessageChunk('Hello') },
      ],
      ['on_chain_end RunnableSequence', 0, [], [], { output: 'Hello' }],
    ]);
  });
});
