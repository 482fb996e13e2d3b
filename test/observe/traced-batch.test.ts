import 'reflect-metadata';
import { expect } from 'chai';
import { Runnable, RunnableBase, RunnableLambda, RunnableSequence, Step } from 'runwright';
import { caught } from '../support/caught.js';
import { Recorder } from '../support/observing.js';
import { turns } from '../support/turns.js';

describe('an observed batch', () => {
  it('does not begin inputs that were aborted while their start was told', async () => {
    let calls = 0;
    @Runnable()
    class Upper extends Step<string, string> {
      run(text: string): string {
        return text.toUpperCase();
      }
      runBatch(texts: readonly string[]): string[] {
        calls += 1;
        return texts.map((text) => this.run(text));
      }
    }
    const controller = new AbortController();
    const reason = new Error('enough');
    const slow = {
      onStart: async () => {
        await Promise.resolve();
        controller.abort(reason);
      },
    };
    const seen = new Recorder();
    const { signal } = controller;
    expect(await caught(new Upper().batch(['a', 'b'], { callbacks: [slow, seen], signal }))).to.equal(reason);
    expect(calls).to.equal(0);
    seen.check();
  });

  it('runs no more inputs at once than maxConcurrency, at whatever time their interceptors call next', async () => {
    let running = 0;
    let most = 0;
    const step = RunnableLambda.from(async (x: number) => {
      running += 1;
      most = Math.max(most, running);
      await turns(3);
      running -= 1;
      return x;
    });
    const chain = RunnableSequence.from([step, (x: number) => x]).withInterceptors({
      async intercept(run, next) {
        await turns(run.input as number);
        return next();
      },
    });
    expect(await chain.batch([1, 2, 3, 4], { maxConcurrency: 1 })).to.deep.equal([1, 2, 3, 4]);
    expect(most).to.equal(1);
  });

  it('ends every run where the batch fails as a whole, also where an observer raises an error of its own', async () => {
    const error = new Error('no batch');
    class Broken extends RunnableBase<number, number> {
      readonly kind = 'broken';
      override get batching(): boolean {
        return true;
      }
      execute(x: number): number {
        return x;
      }
      override executeBatch(): Promise<void> {
        return Promise.reject(error);
      }
    }
    const seen = new Recorder();
    const raising = {
      raiseError: true,
      onError: () => {
        throw new Error('raised');
      },
    };
    expect(await caught(new Broken('broken').batch([1, 2], { callbacks: [raising, seen] }))).to.equal(error);
    expect(seen.lines.filter((line) => line.startsWith('error'))).to.have.length(2);
    seen.check();
  });
});
