import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { Chain, Runnable, Step } from 'runwright';
import { LoggerTracer, RunwrightModule } from 'runwright/nest';
import { caught } from '../support/caught.js';

describe('LoggerTracer', () => {
  const lines: string[] = [];
  const logger = {
    log: (line: string) => lines.push(`log ${line}`),
    debug: (line: string) => lines.push(`debug ${line}`),
    warn: (line: string) => lines.push(`warn ${line}`),
    error: (line: string, stack?: string) =>
      lines.push(`error ${line}${stack === undefined ? '' : ' with stack'}`),
  };
  const logged = () => lines.splice(0).map((line) => line.replaceAll(/[\d.]+ ms/g, 'T ms'));

  @Runnable()
  class Double extends Step<number, number> {
    run(value: number): number {
      if (value < 0) throw new RangeError('negative');
      return value * 2;
    }
  }
  @Chain([Double, Double])
  class Quadruple extends Step<number, number> {}

  const quadruple = async (options: Parameters<typeof RunwrightModule.forRoot>[0]) => {
    const module = await Test.createTestingModule({
      imports: [RunwrightModule.forRoot(options), RunwrightModule.forFeature([Quadruple])],
    }).compile();
    return { module, chain: module.get(Quadruple, { strict: false }) };
  };

  it('logs each run with its path, and an error once, for the run in which it was thrown', async () => {
    const { module, chain } = await quadruple({ logger });
    await chain.invoke(1);
    expect(logged()).to.deep.equal([
      'debug Quadruple > Double T ms',
      'debug Quadruple > Double T ms',
      'debug Quadruple T ms',
    ]);
    await caught(chain.invoke(-1));
    expect(logged()).to.deep.equal([
      'error Quadruple > Double failed after T ms: RangeError: negative with stack',
    ]);
    await module.close();
  });

  it('logs an error again that is thrown in another run, though it is the same object', async () => {
    const error = new RangeError('out of quota');
    @Runnable()
    class Refuse extends Step<number, number> {
      run(): number {
        throw error;
      }
    }
    const refuse = new Refuse();
    const callbacks = [new LoggerTracer({ logger })];
    await caught(refuse.invoke(1, { callbacks }));
    await caught(refuse.invoke(1, { callbacks }));
    expect(logged()).to.have.length(2);
  });

  it('logs at the level and the runs of its options, beside other callbacks, or for one call', async () => {
    let ends = 0;
    const { module, chain } = await quadruple({
      logger: { logger, level: 'log', runs: 'roots' },
      callbacks: [{ onEnd: () => (ends += 1) }],
    });
    await chain.invoke(1);
    expect(logged()).to.deep.equal(['log Quadruple T ms']);
    expect(ends).to.equal(3);
    await module.close();

    const silent = await quadruple({});
    await silent.chain.invoke(1, { callbacks: [new LoggerTracer({ logger, runs: 'roots' })] });
    expect(logged()).to.deep.equal(['debug Quadruple T ms']);
    await silent.module.close();
  });

  it('logs beside a CallbackManager, which keeps its inheritable handlers and its tags', async () => {
    const ended: unknown[] = [];
    const tags: unknown[] = [];
    const handler = {
      handleChainStart: (...args: unknown[]) => tags.push(args[4]),
      handleChainEnd: (...args: unknown[]) => ended.push(args[0]),
    };
    const callbacks = { handlers: [], inheritableHandlers: [handler], inheritableTags: ['managed'] };
    const { module, chain } = await quadruple({ logger: { logger, runs: 'roots' }, callbacks });
    await chain.invoke(1);
    expect(logged()).to.deep.equal(['debug Quadruple T ms']);
    expect(ended).to.have.length(3);
    expect(tags).to.deep.equal([['managed'], ['seq:step:1', 'managed'], ['seq:step:2', 'managed']]);
    await module.close();
  });
});
