import 'reflect-metadata';
import { Controller, Injectable, Sse, type MessageEvent } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { preDestroy } from 'inversify';
import type { Observable } from 'rxjs';
import { Chain, Configurable, Runnable, Step, type RunContext } from 'runwright';
import {
  Runwright,
  RunwrightHealthIndicator,
  RunwrightModule,
  ShutdownError,
  sse,
  type RunwrightModuleOptions,
} from 'runwright/nest';
import { caught } from '../support/caught.js';
import { serve } from '../support/nest-platforms.js';

@Injectable()
class Journal {
  readonly lines: string[] = [];
}

/** Goes on until it is aborted, and takes a while to let go. */
@Runnable()
class Endless extends Step<string, string> {
  constructor(private readonly journal: Journal) {
    super();
  }
  async *run(text: string, { signal }: RunContext): AsyncGenerator<string> {
    this.journal.lines.push(`start ${text}`);
    try {
      yield text;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    } finally {
      this.journal.lines.push(`end ${text}`);
    }
  }
}

@Runnable()
class Shout extends Step<string, string> {
  run(text: string): string {
    return text.toUpperCase();
  }
}

/** Ends by itself, once it is let, with a run of another. */
@Runnable()
class Gated extends Step<Promise<string>, string> {
  constructor(private readonly shout: Shout) {
    super();
  }
  async run(gate: Promise<string>): Promise<string> {
    return this.shout.invoke(await gate);
  }
}

@Chain([Endless, (text: string) => text])
class Outer extends Step<string, string> {}

@Controller()
class EndlessController {
  constructor(private readonly outer: Outer) {}
  @Sse('endless')
  stream(): Observable<MessageEvent> {
    return sse(this.outer.stream('sse'));
  }
}

const testing = async (options: RunwrightModuleOptions = {}) => {
  const module = await Test.createTestingModule({
    imports: [RunwrightModule.forRoot(options), RunwrightModule.forFeature([Outer, Endless, Gated, Shout])],
    providers: [Journal],
    controllers: [EndlessController],
  }).compile();
  const get = <T>(type: abstract new (...args: never) => T): T => module.get(type, { strict: false });
  return { module, get };
};

describe('the shutdown of a Nest application', () => {
  it('aborts the runs that go on, however they were started, and waits until they have ended', async () => {
    const { module, get } = await testing();
    const outer = get(Outer);
    const stream = get(Endless).stream('stream');
    expect((await stream.next()).value).to.equal('stream');
    const pulled = stream.next();
    const outcomes = [
      caught(outer.invoke('invoke')),
      outer.batch(['batch'], undefined, { returnExceptions: true }).then(([error]) => error),
      caught(pulled),
    ];
    expect(get(Runwright).running).to.equal(3);
    await module.close();

    const { lines } = get(Journal);
    expect(
      lines
        .filter((line) => line.startsWith('start'))
        .map((line) => line.slice(6))
        .sort(),
    ).to.deep.equal(
      lines
        .filter((line) => line.startsWith('end'))
        .map((line) => line.slice(4))
        .sort(),
    );
    expect(lines).to.have.length(6);
    for (const error of await Promise.all(outcomes)) expect(error).to.be.instanceOf(ShutdownError);
    expect(get(Runwright).running).to.equal(0);
  });

  it('lets no run start after it', async () => {
    const { module, get } = await testing();
    await module.close();
    const endless = get(Endless);
    expect(await caught(endless.invoke('late'))).to.be.instanceOf(ShutdownError);
    expect(await caught(endless.stream('late').next())).to.be.instanceOf(ShutdownError);
    const settled = await endless.batchSettled(['late', 'later']);
    expect(settled.every((one) => one.status === 'rejected' && one.reason instanceof ShutdownError)).to.equal(
      true,
    );
    expect(get(Journal).lines).to.deep.equal([]);
  });

  for (const drainMs of [10_000, Infinity]) {
    it(`gives runs drainMs (${drainMs}) to end by themselves, also by means of others`, async () => {
      const { module, get } = await testing({ drainMs });
      let open: (text: string) => void = () => undefined;
      const answer = get(Gated).invoke(new Promise((resolve) => (open = resolve)));
      const closed = module.close();
      await new Promise((resolve) => setTimeout(resolve, 5));
      const { status } = get(RunwrightHealthIndicator).check().runwright;
      open('done');
      await closed;
      expect(await answer).to.equal('DONE');
      expect(status).to.equal('down');
    });
  }

  it('waits no longer than graceMs for a step that does not let go', async () => {
    @Runnable()
    class Deaf extends Step<string, string> {
      async *run(text: string): AsyncGenerator<string> {
        yield text;
        await new Promise(() => undefined);
      }
    }
    const module = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot({ graceMs: 1 }), RunwrightModule.forFeature([Deaf])],
    }).compile();
    const stream = module.get(Deaf, { strict: false }).stream('deaf');
    await stream.next();
    await module.close();
    expect(await caught(stream.next())).to.be.instanceOf(ShutdownError);
  });

  it('lets everybody who waits for it go on once the runs have ended', async () => {
    // As after a signal of the system and a call of close() at the same time.
    const { module, get } = await testing({ graceMs: 60_000 });
    const outcome = caught(get(Outer).invoke('invoke'));
    const runwright = get(Runwright);
    await Promise.all([runwright.beforeApplicationShutdown(), runwright.beforeApplicationShutdown()]);
    expect(await outcome).to.be.instanceOf(ShutdownError);
    await module.close();
  });

  it('disposes of everything, even if a @preDestroy method fails', async () => {
    const disposed: string[] = [];
    const failure = new Error('cannot flush');
    @Runnable()
    class First extends Step<string, string> {
      @preDestroy() flush(): void {
        disposed.push('First');
      }
      run(text: string): string {
        return text;
      }
    }
    @Runnable()
    class Second extends Step<string, string> {
      @preDestroy() flush(): void {
        disposed.push('Second');
        throw failure;
      }
      run(text: string): string {
        return text;
      }
    }
    const module = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([First, Second])],
    }).compile();
    expect(await caught(module.get(Runwright).onApplicationShutdown())).to.equal(failure);
    expect(disposed).to.have.members(['First', 'Second']);
    await module.close();
  });

  it('disposes of the instances that are kept for values of configurable fields', async () => {
    const disposed: number[] = [];
    @Runnable()
    class Sized extends Step<string, number> {
      @Configurable({ id: 'size' }) size = 0;
      @preDestroy() flush(): void {
        disposed.push(this.size);
      }
      run(): number {
        return this.size;
      }
    }
    const module = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Sized])],
    }).compile();
    expect(await module.get(Sized).invoke('', { configurable: { size: 3 } })).to.equal(3);
    await module.close();
    expect(disposed).to.deep.equal([3, 0]);
  });

  it('ends what clients still listen to, before the connections are waited for', async () => {
    const { module, get } = await testing();
    const { app, url } = await serve(module, 'Express', { forceCloseConnections: false });
    const response = await fetch(`${url}/endless`, { headers: { connection: 'close' } });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await app.close();
    let text = '';
    for (let result = await reader.read(); !result.done; result = await reader.read())
      text += new TextDecoder().decode(result.value);
    expect(text).to.contain('The application is shutting down');
    expect(get(Journal).lines).to.deep.equal(['start sse', 'end sse']);
  });
});

describe('RunwrightHealthIndicator', () => {
  it('has the shape that Terminus expects, and is down when no run may start', async () => {
    const { module, get } = await testing();
    const indicator = get(RunwrightHealthIndicator);
    expect(indicator.check()).to.deep.equal({ runwright: { status: 'up', runnables: 4, running: 0 } });
    const stream = get(Endless).stream('');
    await stream.next();
    expect(indicator.check('chains')).to.deep.equal({ chains: { status: 'up', runnables: 4, running: 1 } });
    await stream.return();
    expect(indicator.check('chains').chains.running).to.equal(0);
    await module.close();
    expect(indicator.check('chains').chains.status).to.equal('down');
  });
});
