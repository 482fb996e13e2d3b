import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, injectable } from 'inversify';
import {
  Chain,
  Interceptor,
  Listen,
  Retry,
  Runnable,
  Step,
  UseInterceptors,
  createApp,
  type Run,
} from 'runwright';
import { rejection } from '../support/caught.js';

@injectable()
class Log {
  readonly lines: string[] = [];
}

@Interceptor()
class Around {
  constructor(readonly log: Log) {}
  async intercept(run: Run, next: () => Promise<unknown>): Promise<unknown> {
    this.log.lines.push(`before ${run.name}`);
    const output = await next();
    this.log.lines.push(`after ${run.name}`);
    return output;
  }
}

class Told {
  readonly starts: string[] = [];
  onStart(run: Run): void {
    this.starts.push(run.path);
  }
}

@UseInterceptors(Around)
@Runnable()
class Upper extends Step<string, string> {
  run(text: string): string {
    return text.toUpperCase();
  }
}

@Chain([Upper, (text: string) => text.length])
class Measure extends Step<string, number> {}

const logs = new ContainerModule(({ bind }) => {
  bind(Log).toSelf().inSingletonScope();
});

describe('@UseInterceptors', () => {
  it('goes around each run of the class, made by the container with what it wants', async () => {
    const app = await createApp({ runnables: [Measure], modules: [logs] });
    expect(await app.get(Measure).invoke('abc')).to.equal(3);
    expect(app.get(Log).lines).to.deep.equal(['before Upper', 'after Upper']);
  });

  it('is reported where what it wants is missing', async () => {
    const error = await rejection(createApp({ runnables: [Measure] }));
    expect(error.message).to.include('No provider for Log.');
    expect(error.message).to.include('Measure -> Upper -> Around -> Log');
  });

  it('stands outside of what is below it: once around all attempts of a retry', async () => {
    let attempts = 0;
    const told = new Told();
    @UseInterceptors(told)
    @Retry({ stopAfterAttempt: 3, waitExponentialJitter: false })
    @Runnable()
    class Flaky extends Step<string, string> {
      run(text: string): string {
        attempts += 1;
        if (attempts < 3) throw new Error('again');
        return text;
      }
    }
    expect(await new Flaky().invoke('x')).to.equal('x');
    expect(told.starts).to.have.length(1);
  });
});

describe('@Listen', () => {
  it('is told of each run of the class, well or not', async () => {
    const heard: string[] = [];
    @Listen({
      onStart: (run) => heard.push(`start ${run.name}`),
      onEnd: (run) => heard.push(`end ${String(run.output)}`),
      onFinally: () => heard.push('finally'),
    })
    @Runnable({ name: 'upper' })
    class Loud extends Step<string, string> {
      run(text: string): string {
        return text.toUpperCase();
      }
    }
    await new Loud().invoke('x');
    expect(heard).to.deep.equal(['start upper', 'end X', 'finally']);
  });
});

describe('createApp', () => {
  it('puts interceptors around root runs only', async () => {
    const told = new Told();
    const app = await createApp({ runnables: [Measure], modules: [logs], interceptors: [Around, told] });
    await app.get(Measure).invoke('abc');
    expect(app.get(Log).lines).to.deep.equal([
      'before Measure',
      'before Upper',
      'after Upper',
      'after Measure',
    ]);
    expect(told.starts).to.deep.equal(['Measure']);
    for await (const chunk of app.get(Measure).stream('ab')) expect(chunk).to.equal(2);
    expect(await app.get(Measure).batch(['a', 'bc'])).to.deep.equal([1, 2]);
    expect(told.starts).to.deep.equal(['Measure', 'Measure', 'Measure', 'Measure']);
  });

  it('has interceptors of the application inside of callbacks and around those of the class, the topmost first', async () => {
    const order: string[] = [];
    const named = (name: string) => ({
      onStart: () => order.push(`${name} start`),
      async intercept(_run: Run, next: () => Promise<unknown>): Promise<unknown> {
        order.push(name);
        return next();
      },
    });
    @UseInterceptors(named('top'), named('top 2'))
    @Listen({ onStart: () => order.push('listener start') })
    @UseInterceptors(named('bottom'))
    @Runnable()
    class Layered extends Step<string, string> {
      run(text: string): string {
        return text;
      }
    }
    const app = await createApp({
      ...{ runnables: [Layered], interceptors: [named('app'), named('app 2')] },
      callbacks: [named('app callback')],
    });
    await app.get(Layered).invoke('x', { callbacks: [named('call')] });
    const layers = ['call', 'app callback', 'app', 'app 2', 'top', 'top 2'];
    expect(order).to.deep.equal([
      ...layers.map((name) => `${name} start`),
      ...['listener start', 'bottom start', ...layers, 'bottom'],
    ]);
  });

  it('tells callbacks of every run', async () => {
    const told = new Told();
    const app = await createApp({ runnables: [Measure], modules: [logs], callbacks: [told] });
    await app.get(Measure).invoke('abc');
    expect(told.starts).to.deep.equal(['Measure', 'Measure > Upper', 'Measure > RunnableLambda']);
  });

  it("calls back with on('run') when a root run has ended, until it is told to stop", async () => {
    const app = await createApp({ runnables: [Measure], modules: [logs] });
    const runs: Run[] = [];
    const off = app.on('run', (run) => runs.push(run));
    await app.get(Measure).invoke('abc');
    off();
    await app.get(Measure).invoke('abc');
    expect(runs.map(({ name, output, status }) => [name, output, status])).to.deep.equal([
      ['Measure', 3, 'succeeded'],
    ]);
    expect(runs[0]?.children.map(({ name }) => name)).to.deep.equal(['Upper', 'RunnableLambda']);
  });
});
