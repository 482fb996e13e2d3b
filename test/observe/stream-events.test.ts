import { expect } from 'chai';
import {
  InvalidConfigError,
  InvalidOptionError,
  RunnableBase,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type RunContext,
  type StreamEvent,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { briefEvents, eventFacts, words } from '../support/events.js';
import { Invoked } from '../support/invoked.js';
import { later } from '../support/later.js';

const reverse = RunnableLambda.from((text: string) => Array.from(text).reverse().join(''), {
  name: 'reverse',
});
const a = RunnableLambda.from(async (text: string) => `${text}a`, { name: 'a' });
const b = RunnableLambda.from((text: string) => `${text}b`, { name: 'b' });
const letters = RunnableGenerator.from(async function* letters(chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) yield* chunk;
});
const fail = RunnableLambda.from(
  (_: string): string => {
    throw new Error('down');
  },
  { name: 'fail' },
);

/** A node that needs its whole input and then streams, as a branch or fallbacks do. */
class Whole extends RunnableBase<string, string> {
  readonly kind = 'whole';
  override get streaming() {
    return 'whole' as const;
  }
  execute(input: string): string {
    return input.toUpperCase();
  }
  override async *executeStream(chunks: AsyncIterable<string>): AsyncIterable<string> {
    for await (const chunk of chunks) yield* chunk.toUpperCase();
  }
}

describe('streamEvents', () => {
  it('A26 tells of the one function of the reference', async () => {
    expect(await briefEvents(reverse.streamEvents('hello'))).to.deep.equal([
      { event: 'on_chain_start', name: 'reverse', data: { input: 'hello' } },
      { event: 'on_chain_stream', name: 'reverse', data: { chunk: 'olleh' } },
      { event: 'on_chain_end', name: 'reverse', data: { output: 'olleh' } },
    ]);
  });

  it('A19.1 gives events their name, ids, the ids around them, tags, metadata and data, by default in v2', async () => {
    const chain = RunnableSequence.from([a, { b: RunnableSequence.from([b, b]) }]);
    const runId = '019364d8-0000-7000-8000-000000000001';
    const events = await collect(chain.streamEvents('x', { tags: ['t'], metadata: { m: 1 }, runId }));
    expect(Object.keys(events[0] as StreamEvent)).to.have.members([
      ...['event', 'name', 'run_id', 'parent_ids', 'tags', 'metadata', 'data'],
    ]);
    const starts = events.filter(({ event }) => event === 'on_chain_start');
    expect(starts[0]).to.deep.include({ run_id: runId, parent_ids: [], tags: ['t'], metadata: { m: 1 } });
    const ids = starts.map(({ run_id }) => run_id);
    expect(
      starts.map(({ name, parent_ids }) => [name, parent_ids.map((id) => ids.indexOf(id))]),
    ).to.deep.equal([
      ['RunnableSequence', []],
      ['a', [0]],
      ['RunnableParallel<b>', [0]],
      ['RunnableSequence', [0, 2]],
      ['b', [0, 2, 3]],
      ['b', [0, 2, 3]],
    ]);
    expect(starts[1]).to.deep.include({ tags: ['seq:step:1', 't'], metadata: { m: 1 } });
  });

  it('A19.1 refuses other versions and encodings', () => {
    expect(() => a.streamEvents('x', { version: 'v3' as never })).to.throw(
      InvalidConfigError,
      'Only versions "v1" and "v2" of the schema is currently supported. Got "v3" (string).',
    );
    expect(() => a.streamEvents('x', { encoding: 'json' as never })).to.throw(InvalidOptionError, 'encoding');
    expect(() => a.streamEvents('x', {}, { bufferSize: 0 })).to.throw(
      InvalidOptionError,
      'a.streamEvents: bufferSize must be a number from 1, got 0 (number).',
    );
    expect(() => a.streamEvents('x', {}, { bufferSize: '4' as never })).to.throw(
      InvalidOptionError,
      'got "4"',
    );
  });

  it('throws for callbacks that are none, as invoke does', async () => {
    for (const callbacks of [null, 5, {}]) {
      const config = { callbacks: callbacks as never };
      const expected = String(await caught(a.invoke('x', config)));
      expect(expected).to.include('callbacks must be a list of handlers and observers, or a CallbackManager');
      expect(String(await caught(collect(a.streamEvents('x', config))))).to.equal(expected);
      expect(String(await caught(collect(a.streamLog('x', config))))).to.equal(expected);
    }
  });

  it('A19.2 A19.3 A19.4 tells of a chain of functions in the exact order, with these payloads', async () => {
    const seq1 = { tags: ['seq:step:1'] };
    const seq2 = { tags: ['seq:step:2'] };
    expect(await briefEvents(RunnableSequence.from([a, b]).streamEvents('x'))).to.deep.equal([
      { event: 'on_chain_start', name: 'RunnableSequence', data: { input: 'x' } },
      { event: 'on_chain_start', name: 'a', data: {}, ...seq1 },
      { event: 'on_chain_stream', name: 'a', data: { chunk: 'xa' }, ...seq1 },
      { event: 'on_chain_start', name: 'b', data: {}, ...seq2 },
      { event: 'on_chain_end', name: 'a', data: { output: 'xa', input: 'x' }, ...seq1 },
      { event: 'on_chain_stream', name: 'b', data: { chunk: 'xab' }, ...seq2 },
      { event: 'on_chain_stream', name: 'RunnableSequence', data: { chunk: 'xab' } },
      { event: 'on_chain_end', name: 'b', data: { output: 'xab', input: 'xa' }, ...seq2 },
      { event: 'on_chain_end', name: 'RunnableSequence', data: { output: 'xab' } },
    ]);
  });

  it('A19.2 A19.12 tells the input of a run that is invoked inside another at its start, and of no chunk', async () => {
    const outer = RunnableLambda.from((text: string) => a.invoke(text), { name: 'outer' });
    expect(await briefEvents(outer.streamEvents('x'))).to.deep.equal([
      { event: 'on_chain_start', name: 'outer', data: { input: 'x' } },
      { event: 'on_chain_start', name: 'a', data: { input: 'x' } },
      { event: 'on_chain_end', name: 'a', data: { output: 'xa', input: 'x' } },
      { event: 'on_chain_stream', name: 'outer', data: { chunk: 'xa' } },
      { event: 'on_chain_end', name: 'outer', data: { output: 'xa' } },
    ]);
  });

  it('A19.12 tells of calls inside functions, streamed or invoked, with the context or without', async () => {
    const outer = RunnableLambda.from(
      async function* (text: string, ctx: RunContext) {
        yield* letters.stream(text);
        yield await b.invoke(text, ctx);
      },
      { name: 'outer' },
    );
    expect(words(await briefEvents(outer.streamEvents('xy')))).to.deep.equal([
      'chain_start outer',
      ...['chain_start letters', 'chain_stream letters', 'chain_stream outer'],
      ...['chain_stream letters', 'chain_stream outer', 'chain_end letters'],
      ...['chain_start b', 'chain_end b', 'chain_stream outer', 'chain_end outer'],
    ]);
  });

  it('A19.4 tells of a chunk of the root after that of its last step', async () => {
    const events = words(await briefEvents(RunnableSequence.from([letters, letters]).streamEvents('xy')));
    expect(events.filter((event) => event.includes('stream'))).to.deep.equal([
      ...['chain_stream letters', 'chain_stream letters', 'chain_stream RunnableSequence'],
      ...['chain_stream letters', 'chain_stream letters', 'chain_stream RunnableSequence'],
    ]);
  });

  it('A19.5 starts a step that needs its whole input when that is there, and tells of no chunks of it', async () => {
    const chain = RunnableSequence.from([letters, new Whole('whole'), letters]);
    expect(words(await briefEvents(chain.streamEvents('xy')))).to.deep.equal([
      ...[
        'chain_start RunnableSequence',
        'chain_start letters',
        'chain_stream letters',
        'chain_stream letters',
      ],
      ...['chain_end letters', 'chain_start whole', 'chain_start letters'],
      ...['chain_stream letters', 'chain_stream RunnableSequence', 'chain_stream letters'],
      ...[
        'chain_stream RunnableSequence',
        'chain_end whole',
        'chain_end letters',
        'chain_end RunnableSequence',
      ],
    ]);
  });

  it('A19.5 starts prompts, tools and retrievers when their whole input is there, and tells of no chunks of them', async () => {
    for (const type of ['prompt', 'tool', 'retriever'] as const) {
      const node = new Invoked('node', type, (text) => text);
      const events = words(await briefEvents(RunnableSequence.from([letters, node]).streamEvents('xy')));
      expect(events).to.deep.equal([
        ...['chain_start RunnableSequence', 'chain_start letters', 'chain_stream letters'],
        ...['chain_stream letters', 'chain_end letters', `${type}_start node`, `${type}_end node`],
        ...['chain_stream RunnableSequence', 'chain_end RunnableSequence'],
      ]);
    }
  });

  it('A19.5 tells of the chunks of such a node where it is the root', async () => {
    expect(await briefEvents(new Whole('whole').streamEvents('xy'))).to.deep.equal([
      { event: 'on_chain_start', name: 'whole', data: { input: 'xy' } },
      { event: 'on_chain_stream', name: 'whole', data: { chunk: 'X' } },
      { event: 'on_chain_stream', name: 'whole', data: { chunk: 'Y' } },
      { event: 'on_chain_end', name: 'whole', data: { output: 'XY' } },
    ]);
  });

  it('A19.5 tells of the start and the end alone of what can only be invoked, inside a chain and as the root', async () => {
    const invoked = new Invoked('invoked', 'chain', (text) => `${String(text)}!`);
    const chain = RunnableSequence.from([letters, invoked]);
    const events = await briefEvents(chain.streamEvents('x'));
    expect(events.filter(({ name }) => name === 'invoked')).to.deep.equal([
      { event: 'on_chain_start', name: 'invoked', data: { input: 'x' }, tags: ['seq:step:2'] },
      { event: 'on_chain_end', name: 'invoked', data: { output: 'x!', input: 'x' }, tags: ['seq:step:2'] },
    ]);
    expect(await briefEvents(invoked.streamEvents('x'))).to.deep.equal([
      { event: 'on_chain_start', name: 'invoked', data: { input: 'x' } },
      { event: 'on_chain_end', name: 'invoked', data: { output: 'x!' } },
    ]);
  });

  it('A19.6 throws an error after the events before it, and tells of none', async () => {
    const events: StreamEvent[] = [];
    const error = await caught(
      (async () => {
        for await (const event of RunnableSequence.from([a, fail, b]).streamEvents('x')) events.push(event);
      })(),
    );
    expect(error).to.be.an('error').with.property('message', 'down');
    expect(words(events)).to.deep.equal([
      ...[
        'chain_start RunnableSequence',
        'chain_start a',
        'chain_stream a',
        'chain_start fail',
        'chain_end a',
      ],
    ]);
  });

  it('A19.6 tells of the error of a tool', async () => {
    const tool = new Invoked('search', 'tool', () => {
      throw new Error('no index');
    });
    const chain = RunnableSequence.from([(text: string) => ({ query: text }), tool]);
    const events: StreamEvent[] = [];
    await caught(
      (async () => {
        for await (const event of chain.streamEvents('x')) events.push(event);
      })(),
    );
    const { event, data } = events.at(-1) as StreamEvent;
    expect(event).to.equal('on_tool_error');
    expect(data).to.deep.include({ input: { query: 'x' }, tool_call_id: null });
    expect(data.error).to.have.property('message', 'no index');
  });

  it('A19.6 tells of the call of a model that a tool which fails was given: its arguments and its id', async () => {
    const error = new Error('no index');
    const tool = new Invoked('search', 'tool', () => {
      throw error;
    });
    const call = { type: 'tool_call', name: 'search', id: 'call_1', args: { query: 'x' } };
    const facts = await eventFacts(tool.streamEvents(call));
    expect(facts).to.deep.equal([
      ['on_tool_start search', 0, [], [], { input: call }],
      ['on_tool_error search', 0, [], [], { error, input: { query: 'x' }, tool_call_id: 'call_1' }],
      ['throws', 'Error: no index'],
    ]);
  });

  it('A19.6 tells of no error of a run that its caller got over', async () => {
    const outer = RunnableLambda.from(async (text: string) => (await caught(fail.invoke(text))) && 'safe', {
      name: 'outer',
    });
    expect(words(await collect(outer.streamEvents('x')))).to.deep.equal([
      ...['chain_start outer', 'chain_start fail', 'chain_stream outer', 'chain_end outer'],
    ]);
  });

  describe('A19.7 filters', () => {
    const named = (text: string, tag: string) => text + tag;
    const one = RunnableLambda.from((text: string) => named(text, '1'), { name: 'one' });
    const chain = RunnableSequence.from([one, a, new Invoked('say', 'prompt', (text) => text)]);
    const seen = async (options: Parameters<typeof chain.streamEvents>[2]) => [
      ...new Set(
        (await briefEvents(chain.streamEvents('x', { tags: ['t'] }, options))).map(({ name }) => name),
      ),
    ];

    it('includes by any of names, types and tags', async () => {
      expect(await seen({ includeNames: ['one'] })).to.deep.equal(['one']);
      expect(await seen({ includeTypes: ['prompt'] })).to.deep.equal(['say']);
      expect(await seen({ includeTags: ['seq:step:2'] })).to.deep.equal(['a']);
      expect(await seen({ includeNames: ['one'], includeTags: ['seq:step:2'] })).to.deep.equal(['one', 'a']);
      expect(await seen({ includeTags: ['t'] })).to.deep.equal(['RunnableSequence', 'one', 'a', 'say']);
    });

    it('excludes of these; what is below an excluded run is told of', async () => {
      expect(await seen({ excludeNames: ['one', 'RunnableSequence'] })).to.deep.equal(['a', 'say']);
      expect(await seen({ excludeTypes: ['prompt'] })).to.deep.equal(['RunnableSequence', 'one', 'a']);
      expect(await seen({ excludeTags: ['t'] })).to.deep.equal([]);
      expect(await seen({ includeTypes: ['chain'], excludeTags: ['seq:step:1'] })).to.deep.equal([
        'RunnableSequence',
        'a',
      ]);
    });

    it('are applied to each event by itself, custom events among them', async () => {
      const send = RunnableLambda.from(
        async (text: string, ctx: RunContext) => {
          await ctx.dispatch('sent', 1);
          return one.invoke(text);
        },
        { name: 'send' },
      );
      const around = RunnableSequence.from([send, a]);
      const told = async (options: Parameters<typeof chain.streamEvents>[2]) =>
        words(await collect(around.streamEvents('x', { tags: ['t'] }, options)));
      expect(await told({ includeNames: ['send', 'sent'], excludeTags: ['seq:step:1'] })).to.deep.equal([
        'custom_event sent',
      ]);
      expect(await told({ excludeNames: ['send', 'RunnableSequence', 'a'] })).to.deep.equal([
        ...['custom_event sent', 'chain_start one', 'chain_end one'],
      ]);
      expect(
        await told({ includeTypes: ['chain'], includeTags: ['none'], excludeNames: ['a'] }),
      ).to.deep.equal([
        ...['chain_start RunnableSequence', 'chain_start send', 'chain_start one', 'chain_end one'],
        ...[
          'chain_stream send',
          'chain_end send',
          'chain_stream RunnableSequence',
          'chain_end RunnableSequence',
        ],
      ]);
      expect(await told({ includeNames: [] })).to.deep.equal([]);
    });

    it('A19.8 takes nothing but the root for the root', async () => {
      const events = await briefEvents(chain.streamEvents('x', {}, { includeNames: ['one'] }));
      const tags = ['seq:step:1'];
      expect(events).to.deep.equal([
        { event: 'on_chain_start', name: 'one', data: {}, tags },
        { event: 'on_chain_stream', name: 'one', data: { chunk: 'x1' }, tags },
        { event: 'on_chain_end', name: 'one', data: { output: 'x1', input: 'x' }, tags },
      ]);
    });
  });

  it('A19.9 tells of inputs and outputs as they are, also where they are falsy', async () => {
    for (const value of [0, '', false, null, [], undefined]) {
      const same = RunnableLambda.from((x: unknown) => x, { name: 'same' });
      const events = await briefEvents(RunnableSequence.from([same, same]).streamEvents(value));
      const end = events.find(({ event, name }) => event === 'on_chain_end' && name === 'same');
      expect(end?.['data']).to.deep.equal({ output: value, input: value });
    }
  });

  it('A19.13 tells no more of two runs that were given one id', async () => {
    const runId = '019364d8-0000-7000-8000-000000000007';
    const parent = RunnableLambda.from((text: string) => a.invoke(text, { runId }), { name: 'parent' });
    const events = await collect(parent.streamEvents('hello', { runId }));
    expect(words(events)).to.deep.equal(['chain_start parent']);
  });

  it('A19.14 tells of prompts, models, retrievers and tools in their own terms', async () => {
    const chain = RunnableSequence.from([
      new Invoked('prompt', 'prompt', (input) => [input]),
      new Invoked('chat', 'chat_model', () => ({ content: 'hi' })),
      new Invoked('complete', 'llm', () => 'text'),
      new Invoked('look', 'retriever', () => [{ pageContent: 'p' }]),
      new Invoked('use', 'tool', () => 'used'),
    ]);
    const events = await briefEvents(chain.streamEvents({ q: 'x' }));
    const inner = events.filter(({ name }) => name !== 'RunnableSequence');
    const message = { content: 'hi' };
    const generations = [[{ text: 'text' }]];
    expect(inner.map(({ event, data }) => [event, data])).to.deep.equal([
      ['on_prompt_start', { input: { q: 'x' } }],
      ['on_prompt_end', { input: { q: 'x' }, output: [{ q: 'x' }] }],
      ['on_chat_model_start', { input: { messages: [[{ q: 'x' }]] } }],
      ['on_chat_model_end', { input: { messages: [[{ q: 'x' }]] }, output: message }],
      ['on_llm_start', { input: { prompts: ['{"content":"hi"}'] } }],
      ['on_llm_end', { input: { prompts: ['{"content":"hi"}'] }, output: { generations, llm_output: {} } }],
      ['on_retriever_start', { input: { query: 'text' } }],
      ['on_retriever_end', { input: { query: 'text' }, output: [{ pageContent: 'p' }] }],
      ['on_tool_start', { input: [{ pageContent: 'p' }] }],
      ['on_tool_end', { input: [{ pageContent: 'p' }], output: 'used' }],
    ]);
  });

  it('A19.15 gives events whatever metadata the config has', async () => {
    const events = await collect(a.streamEvents('x', { metadata: { ls_model_name: 'm', own: 1 } }));
    for (const { metadata } of events) expect(metadata).to.deep.include({ ls_model_name: 'm', own: 1 });
  });

  describe('A19.16 in version v1', () => {
    it('tells the same, with no parents', async () => {
      const chain = RunnableSequence.from([a, b]);
      const v1 = await collect(chain.streamEvents('x', { version: 'v1' }));
      expect(v1.every(({ parent_ids }) => parent_ids.length === 0)).to.equal(true);
      const v2 = await briefEvents(chain.streamEvents('x'));
      expect(v1.map(({ event, name, data }) => ({ event, name, data }))).to.deep.equal(
        v2.map(({ event, name, data }) => ({ event, name, data })),
      );
    });

    it('has no custom events, a chunk of a root that can only be invoked, and filters the root', async () => {
      const send = RunnableLambda.from(async (text: string, ctx: RunContext) => {
        await ctx.dispatch('e');
        return text;
      });
      expect(words(await collect(send.streamEvents('x', { version: 'v1' })))).to.deep.equal([
        ...['chain_start RunnableLambda', 'chain_stream RunnableLambda', 'chain_end RunnableLambda'],
      ]);
      const invoked = new Invoked('invoked', 'chain', (text) => text);
      expect(words(await collect(invoked.streamEvents('x', { version: 'v1' })))).to.deep.equal([
        ...['chain_start invoked', 'chain_stream invoked', 'chain_end invoked'],
      ]);
      expect(await collect(a.streamEvents('x', { version: 'v1' }, { excludeNames: ['a'] }))).to.deep.equal(
        [],
      );
      const chain = RunnableSequence.from([a, b]);
      const included = chain.streamEvents('x', { version: 'v1' }, { includeNames: ['b'] });
      expect(words(await collect(included))).to.deep.equal([
        'chain_start b',
        'chain_stream b',
        'chain_end b',
      ]);
    });
  });

  it('works beside other observers, and inside another run as a part of it', async () => {
    const names: string[] = [];
    const outer = RunnableLambda.from(
      async (text: string) => words(await collect(a.streamEvents(text, { callbacks: [] }))),
      { name: 'outer' },
    );
    const told = await outer.invoke('x', { callbacks: [{ onStart: ({ path }) => names.push(path) }] });
    expect(told).to.deep.equal(['chain_start a', 'chain_stream a', 'chain_end a']);
    expect(names).to.deep.equal(['outer', 'outer > a']);
  });

  it('takes a context in the place of a config, and kwargs', async () => {
    const ask = RunnableLambda.from((_: string, { kwargs }: RunContext) => kwargs, { name: 'ask' });
    const outer = RunnableLambda.from(
      async (text: string, ctx: RunContext) => collect(ask.streamEvents(text, ctx, {}, { stop: 'x' })),
      { name: 'outer' },
    );
    const events = await outer.invoke('x', { tags: ['t'] });
    expect(events.at(-1)).to.deep.include({ tags: ['t'], data: { output: { stop: 'x' } } });
  });

  it('starts nothing before it is read', async () => {
    let ran = false;
    const events = RunnableLambda.from(() => (ran = true)).streamEvents(0);
    await later();
    expect(ran).to.equal(false);
    await events.return();
    expect(ran).to.equal(false);
  });

  it('D17 prints no warning for twenty streamed steps, with a signal or without, nor for twenty streams of one signal', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const chain = RunnableSequence.from(Array.from({ length: 20 }, () => letters) as never);
    const { signal } = new AbortController();
    const events = await collect(chain.streamEvents('a' as never, { signal }));
    for (const config of [{}, { version: 'v1' }, { timeout: 1000 }] as const)
      expect(await collect(chain.streamEvents('a' as never, config))).to.have.length(events.length);
    await collect(chain.streamLog('a' as never, { signal }));
    await Promise.all(
      Array.from({ length: 20 }, () => collect(chain.streamEvents('a' as never, { signal }))),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).to.deep.equal([]);
    expect(events).to.have.length(21 * 3);
  });

  it('tells of branches as they produce', async () => {
    const facts = RunnableParallel.from({ a, letters });
    const events = words(await briefEvents(facts.streamEvents('xy')));
    expect(events.filter((event) => event === 'chain_stream RunnableParallel<a,letters>')).to.have.length(3);
    expect(events.slice(0, 3)).to.have.members([
      ...['chain_start RunnableParallel<a,letters>', 'chain_start a', 'chain_start letters'],
    ]);
    expect(events.at(-1)).to.equal('chain_end RunnableParallel<a,letters>');
  });
});
