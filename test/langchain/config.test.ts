import { expect } from 'chai';
import { AbortError, RunnableLambda, type RunContext } from 'runwright';
import { toLangChainConfig } from 'runwright/langchain';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { countedSignal } from '../support/counted-signal.js';
import { copies } from './copies.js';

interface Seen {
  readonly tags?: string[];
  readonly metadata?: Record<string, unknown>;
  readonly configurable?: Record<string, unknown>;
  readonly recursionLimit?: number;
  readonly maxConcurrency?: number;
  readonly signal?: AbortSignal;
}

const first = RunnableLambda.from((text: string) => text);

for (const { version, runnables, testing } of copies) {
  describe(`The config of steps of LangChain.js ${version}`, () => {
    const noting = (seen: Seen[]) =>
      runnables.RunnableLambda.from((text: string, config: Seen) => {
        seen.push(config);
        return text;
      });

    /** Streams without end, and notes that it was closed. */
    class Counting extends runnables.Runnable<string, string> {
      lc_namespace = ['test'];
      closed = false;
      override async invoke(text: string) {
        return text;
      }
      override async *_streamIterator(text: string) {
        try {
          for (;;) yield text;
        } finally {
          this.closed = true;
        }
      }
    }

    it('has what the caller says, invoked and streamed', async () => {
      const seen: Seen[] = [];
      const config = {
        tags: ['mine'],
        metadata: { user: 'Ann' },
        configurable: { session: 's1' },
        recursionLimit: 7,
        maxConcurrency: 3,
      };
      const chain = first.pipe(noting(seen));
      await chain.invoke('x', config);
      await collect(chain.stream('x', config));
      for (const each of seen) {
        expect(each).to.deep.include({ tags: ['mine'], configurable: { session: 's1' }, maxConcurrency: 3 });
        expect(each.metadata).to.include({ user: 'Ann' });
        expect(each.recursionLimit).to.be.at.most(7);
      }
      expect(seen).to.have.length(2);
    });

    it('is a copy, which may be changed there', async () => {
      const spoiling = runnables.RunnableLambda.from(
        (text: string, { tags, metadata, configurable }: Seen) => {
          tags?.push('theirs');
          Object.assign(metadata ?? {}, { spoilt: true });
          Object.assign(configurable ?? {}, { spoilt: true });
          return text;
        },
      );
      const config = { tags: ['mine'], metadata: {}, configurable: { a: 1 } };
      const contexts: RunContext[] = [];
      const after = (text: string, ctx: RunContext) => {
        contexts.push(ctx);
        return text;
      };
      await first.pipe(spoiling, after).invoke('x', config);
      expect(contexts[0]?.tags).to.deep.equal(['mine']);
      expect(contexts[0]?.configurable).to.deep.equal({ a: 1 });
      expect(contexts[0]?.metadata).to.not.have.property('spoilt');
      expect(config.metadata).to.deep.equal({});
    });

    it('cancels what is invoked, with the reason of the signal', async () => {
      const controller = new AbortController();
      let signal: AbortSignal | undefined;
      const waiting = runnables.RunnableLambda.from((_text: string, config: Seen) => {
        signal = config.signal;
        controller.abort(new Error('enough'));
        return new Promise<string>(() => {});
      });
      const error = await caught(first.pipe(waiting).invoke('x', { signal: controller.signal }));
      expect(error).to.equal(controller.signal.reason);
      expect(signal?.aborted).to.equal(true);
    });

    it('cancels what is streamed, and closes it', async () => {
      const { signal, abort } = countedSignal();
      const counting = new Counting();
      const read: string[] = [];
      const error = await caught(
        (async () => {
          for await (const chunk of first.pipe(counting).stream('x', { signal })) {
            read.push(chunk);
            if (read.length === 3) abort(new Error('enough'));
          }
        })(),
      );
      expect(String(error)).to.equal('Error: enough');
      expect(read).to.deep.equal(['x', 'x', 'x']);
      expect(counting.closed).to.equal(true);
    });

    it('leaves no listener on the signal of the caller', async () => {
      const counted = countedSignal();
      const model = new testing.FakeListChatModel({ responses: ['Hello.'] });
      await first.pipe(model).invoke('x', { signal: counted.signal });
      await collect(first.pipe(model).stream('x', { signal: counted.signal }));
      expect(counted.listeners).to.equal(0);
      expect(counted.most).to.equal(1);
    });

    it('closes a stream of theirs that its reader leaves', async () => {
      const counting = new Counting();
      for await (const chunk of first.pipe(counting).stream('x')) {
        expect(chunk).to.equal('x');
        break;
      }
      expect(counting.closed).to.equal(true);
    });

    it('runs nothing for a run that is aborted already', async () => {
      const seen: Seen[] = [];
      const error = await caught(first.pipe(noting(seen)).invoke('x', { signal: AbortSignal.abort('no') }));
      expect(error).to.be.instanceOf(AbortError);
      expect(seen).to.deep.equal([]);
    });
  });
}

describe('toLangChainConfig', () => {
  it('says what the context of a step says, and has no handler where nobody observes', async () => {
    const configs: Seen[] = [];
    const step = RunnableLambda.from((text: string, ctx: RunContext) => {
      configs.push(toLangChainConfig(ctx));
      return text;
    });
    const given = { tags: ['mine'], metadata: { user: 'Ann' }, configurable: { a: 1 }, maxConcurrency: 2 };
    await step.invoke('x', given);
    const [{ signal, ...config } = {} as Seen] = configs;
    expect(config).to.deep.equal({ ...given, metadata: { user: 'Ann', a: 1 }, recursionLimit: 25 });
    expect(signal?.aborted).to.equal(false);
  });
});
