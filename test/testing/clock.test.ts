import { mock } from 'node:test';
import { createClock } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import { InvalidOptionError, TimeoutError } from 'runwright';
import { after, FakeClock, FakeStep, hang, useClock, useFakeClock } from 'runwright/testing';
import { isSystemClock } from '../../src/run/clock.js';
import { caught } from '../support/caught.js';

const flaky = (): FakeStep<string, string> =>
  new FakeStep<string, string>({ responses: [new Error('1'), new Error('2'), 'ok'] });

describe('useFakeClock', () => {
  it('lets retries pause as long as they are told to, in no time', async () => {
    using clock = useFakeClock(1_000_000);
    const step = flaky();
    const output = step.withRetry({ maxRetries: 2, delay: 60_000, backoffFactor: 2 }).invoke('x');
    await clock.pass(60_000);
    expect(step.calls).to.have.length(2);
    expect(clock.timers).to.equal(1);
    await clock.pass(119_999);
    expect(step.calls).to.have.length(2);
    expect(await clock.passUntil(output)).to.equal('ok');
    expect(clock.now).to.equal(1_180_000);
    expect(clock.timers).to.equal(0);
  });

  it('lets timeouts run out', async () => {
    using clock = useFakeClock();
    const run = caught(new FakeStep({ responses: [hang()] }).invoke('x', { timeout: 86_400_000 }));
    await clock.pass(86_399_999);
    await clock.pass(1);
    expect(await run).to.be.instanceOf(TimeoutError);
  });

  it('goes to each timer in the order of their times', async () => {
    using clock = useFakeClock();
    const at: number[] = [];
    clock.setTimeout(() => at.push(clock.now), 20);
    clock.setTimeout(() => {
      at.push(clock.now);
      clock.setTimeout(() => at.push(clock.now), 5);
    }, 10);
    clock.clearTimeout(clock.setTimeout(() => at.push(-1), 12));
    await clock.pass(30);
    expect(at).to.deep.equal([10, 15, 20]);
    expect(clock.now).to.equal(30);
  });

  it('rejects with what the work rejects with, and waits for work that needs no clock', async () => {
    using clock = useFakeClock();
    const error = new Error('no');
    const slow = new FakeStep({ responses: [after(1000, error)] });
    expect(await caught(clock.passUntil(slow.invoke('x')))).to.equal(error);
    expect(await clock.passUntil(new Promise((resolve) => setTimeout(resolve, 5, 'real')))).to.equal('real');
  });

  it('refuses a time that cannot pass', async () => {
    const clock = new FakeClock();
    for (const ms of [-1, Infinity, NaN])
      expect(await caught(clock.pass(ms))).to.be.instanceOf(InvalidOptionError);
  });

  it('puts the clock of the system back at the end of the block, or when it is told to', () => {
    {
      using _clock = useFakeClock();
      expect(isSystemClock()).to.equal(false);
    }
    expect(isSystemClock()).to.equal(true);
    const outer = useFakeClock();
    const inner = useFakeClock();
    inner.restore();
    inner.restore();
    expect(isSystemClock()).to.equal(false);
    outer.restore();
    expect(isSystemClock()).to.equal(true);
  });
});

describe('useClock', () => {
  it('takes the clock of fake timers as it is', async () => {
    const fake = createClock(1_000_000);
    using _clock = useClock(fake);
    const output = flaky().withRetry({ maxRetries: 2, delay: 1000 }).invoke('x');
    await fake.runAllAsync();
    expect(await output).to.equal('ok');
    expect(fake.now).to.equal(1_003_000);
  });

  it('without an argument, follows the global functions, faked or not', async () => {
    using _clock = useClock();
    expect(await new FakeStep({ responses: [after(1, 'ok')] }).invoke('x')).to.equal('ok');
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    try {
      const run = caught(new FakeStep({ responses: [hang()] }).invoke('x', { timeout: 60_000 }));
      mock.timers.tick(60_000);
      expect(await run).to.be.instanceOf(TimeoutError);
    } finally {
      mock.timers.reset();
    }
  });
});
