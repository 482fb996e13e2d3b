import { RunnableLambda as TheirLambda } from '@langchain/core/runnables';
import { expect } from 'chai';
import { RunnableGenerator, RunnableLambda, type StreamEventsConfigLike } from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const reverse = RunnableLambda.from((text: string) => Array.from(text).reverse().join(''), {
  name: 'reverse',
});
const SSE = { encoding: 'text/event-stream' } as const satisfies StreamEventsConfigLike & object;

const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('utf8');

/** Server-Sent Events as a reader takes them apart: the name and the data of each. */
function parsed(text: string): (readonly [event: string | undefined, data: unknown])[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const fields = block
        .split('\n')
        .map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? ['broken', line]);
      const { event, data } = Object.fromEntries(fields) as { event?: string; data?: string };
      return [event, data === undefined ? undefined : (JSON.parse(data) as unknown)];
    });
}

describe('streamEvents as text/event-stream', () => {
  it('gives the bytes that LangChain.js gives, event by event', async () => {
    const runId = '019364d8-0000-7000-8000-000000000001';
    const config = { ...SSE, version: 'v2', runId } as const;
    const mine = await collect(reverse.streamEvents('ab\n\u2028é', config));
    const other = TheirLambda.from((text: string) => Array.from(text).reverse().join(''));
    const theirs = await collect(
      other.streamEvents('ab\n\u2028é', { ...config, runName: 'reverse' }) as AsyncIterable<Uint8Array>,
    );
    expect(mine).to.have.length(4);
    for (const part of mine) expect(part).to.be.instanceOf(Uint8Array);
    // The order of an event's properties is each library's own.
    expect(parsed(textOf(mine))).to.deep.equal(
      parsed(textOf(theirs)).map(([event, data]) =>
        data === undefined ? [event, data] : [event, { parent_ids: [], ...data }],
      ),
    );
    expect(textOf(mine.slice(-1)))
      .to.equal(textOf(theirs.slice(-1)))
      .and.to.equal('event: end\n\n');
    for (const [index, part] of mine.slice(0, -1).entries()) {
      const frame = (bytes: Uint8Array | undefined) =>
        textOf(bytes === undefined ? [] : [bytes]).replace(/\{.*\}/s, '{}');
      expect(frame(part)).to.equal('event: data\ndata: {}\n\n').and.to.equal(frame(theirs[index]));
    }
  });

  it('gives errors and large integers in a form that can be read', async () => {
    const tool = RunnableLambda.from(() => ({ count: 10n ** 20n, error: new TypeError('odd') }));
    const events = parsed(textOf(await collect(tool.streamEvents(0, SSE))));
    expect(events[1]).to.have.deep.nested.property('[1].data.chunk', {
      count: '100000000000000000000',
      error: { name: 'TypeError', message: 'odd' },
    });
  });

  it('ends the run and throws where a value cannot be written', async () => {
    let closed = false;
    const rings = RunnableGenerator.from(async function* () {
      try {
        const ring: Record<string, unknown> = {};
        ring['self'] = ring;
        for (;;) yield ring;
      } finally {
        closed = true;
      }
    });
    const events = rings.streamEvents(0, SSE);
    expect(await caught(collect(events))).to.be.instanceOf(TypeError);
    expect(closed).to.equal(true);
    expect(await events.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('throws the error of the run after the events before it, without an end', async () => {
    const fail = RunnableLambda.from(() => {
      throw new Error('down');
    });
    const parts: Uint8Array[] = [];
    const events = fail.streamEvents(0, SSE);
    const error = await caught(
      (async () => {
        for await (const part of events) parts.push(part);
      })(),
    );
    expect(error).to.have.property('message', 'down');
    expect(await events.next()).to.deep.equal({ done: true, value: undefined });
    expect(parsed(textOf(parts)).map(([event]) => event)).to.deep.equal(['data']);
  });

  it('holds back the run, and lets it go when it is left', async () => {
    let produced = 0;
    let closed = false;
    const numbers = RunnableGenerator.from(async function* () {
      try {
        for (;;) yield (produced += 1);
      } finally {
        closed = true;
      }
    });
    const events = numbers.streamEvents(0, SSE, { bufferSize: 4 });
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(produced).to.be.below(8);
    await events.return();
    expect(closed).to.equal(true);
    expect(await events.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('can be the body of a response', async () => {
    const body = ReadableStream.from(reverse.streamEvents('ab', SSE) as AsyncIterable<Uint8Array>);
    const text = await new Response(body as never).text();
    expect(parsed(text).map(([event]) => event)).to.deep.equal(['data', 'data', 'data', 'end']);
  });
});
