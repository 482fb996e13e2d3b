import 'reflect-metadata';
import { expect } from 'chai';
import {
  Chain,
  Fallback,
  Retry,
  Runnable,
  RunnableLambda,
  Step,
  Timeout,
  TimeoutError,
  createApp,
  runPathOf,
  type RunContext,
} from 'runwright';
import { rejection } from '../support/caught.js';

class Offline extends Error {}

function flaky(failures: number): { calls: number; run: (text: string) => string } {
  const state = {
    calls: 0,
    run(text: string): string {
      state.calls += 1;
      if (state.calls <= failures) throw new Offline(`attempt ${state.calls}`);
      return `${text} after ${state.calls}`;
    },
  };
  return state;
}

describe('decorators around a class', () => {
  it('@Retry tries again as withRetry does', async () => {
    const state = flaky(2);
    @Retry({ stopAfterAttempt: 3, waitExponentialJitter: false })
    @Runnable()
    class Fetch extends Step<string, string> {
      run(text: string): string {
        return state.run(text);
      }
    }
    expect(await new Fetch().invoke('x')).to.equal('x after 3');
    const fluent = flaky(2);
    const retried = RunnableLambda.from(fluent.run).withRetry({
      stopAfterAttempt: 3,
      waitExponentialJitter: false,
    });
    expect(await retried.invoke('x')).to.equal('x after 3');
  });

  it('@Fallback tries the other steps in their order', async () => {
    @Runnable()
    class Local extends Step<string, string> {
      run(text: string): string {
        return `local ${text}`;
      }
    }
    @Fallback([flaky(1).run, Local])
    @Runnable()
    class Remote extends Step<string, string> {
      run(text: string): string {
        return flaky(1).run(text);
      }
    }
    expect(await new Remote().invoke('x')).to.equal('local x');
    const app = await createApp({ runnables: [Remote] });
    expect(app.get(Local)).to.be.instanceOf(Local);
  });

  it('stand around what is below them: a retry outside of a fallback tries both again', async () => {
    const primary = flaky(5);
    const secondary = flaky(1);
    @Retry({ stopAfterAttempt: 2, waitExponentialJitter: false })
    @Fallback([secondary.run])
    @Runnable()
    class Both extends Step<string, string> {
      run(text: string): string {
        return primary.run(text);
      }
    }
    expect(await new Both().invoke('x')).to.equal('x after 2');
    expect(primary.calls).to.equal(2);
  });

  it('are inherited, and one of the same kind takes the place of the inherited', async () => {
    const state = flaky(9);
    @Retry({ stopAfterAttempt: 2, waitExponentialJitter: false })
    @Runnable()
    class Base extends Step<string, string> {
      run(text: string): string {
        return state.run(text);
      }
    }
    class Inherits extends Base {}
    @Retry({ stopAfterAttempt: 3, waitExponentialJitter: false })
    class Overrides extends Base {}
    await rejection(new Inherits().invoke('x'));
    expect(state.calls).to.equal(2);
    await rejection(new Overrides().invoke('x'));
    expect(state.calls).to.equal(5);
  });

  it('@Timeout ends a run that takes too long, and aborts what is inside', async () => {
    let signal: AbortSignal | undefined;
    @Timeout({ total: 5 })
    @Runnable()
    class Hang extends Step<string, string> {
      async run(_: string, ctx: RunContext): Promise<string> {
        signal = ctx.signal;
        return new Promise(() => undefined);
      }
    }
    expect(await rejection(new Hang().invoke('x'))).to.be.instanceOf(TimeoutError);
    expect(signal?.aborted).to.equal(true);
  });

  it('show in the path of an error', async () => {
    @Retry({ stopAfterAttempt: 2, waitExponentialJitter: false })
    @Runnable()
    class Model extends Step<string, string> {
      run(text: string): string {
        return flaky(9).run(text);
      }
    }
    @Chain([(text: string) => text, Model])
    class Answer extends Step<string, string> {}
    const error = await rejection(new Answer().invoke('x'));
    expect(error).to.be.instanceOf(Offline);
    expect(runPathOf(error)).to.equal('Answer > retry#2 > Model');
  });
});
