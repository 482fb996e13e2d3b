import { expect } from 'chai';
import { AbortError, TimeoutError } from 'runwright';
import { Scope } from '../../src/run/scope.js';
import { caught } from '../support/caught.js';
import { countedSignal } from '../support/counted-signal.js';
import { fakeClock } from '../support/fake-clock.js';
import { turns } from '../support/turns.js';

describe('Scope', () => {
  const clock = fakeClock();
  const reason = new Error('enough');

  it('is aborted by the caller’s signal, by itself, and with the scope above', () => {
    const counted = countedSignal();
    const root = new Scope(undefined, counted.signal);
    const [left, right] = [new Scope(root), new Scope(root)];
    const below = new Scope(left);
    left.abort(reason);
    expect([left, below].map(({ failure }) => failure?.reason)).to.deep.equal([reason, reason]);
    expect([root, right].map(({ failure }) => failure)).to.deep.equal([undefined, undefined]);
    const later = new Error('later');
    counted.abort(later);
    expect([root, right].map(({ failure }) => failure?.reason)).to.deep.equal([later, later]);
    expect(below.failure?.reason).to.equal(reason);
  });

  it('keeps the first reason', () => {
    const scope = new Scope();
    scope.abort(reason);
    scope.abort(new Error('second'));
    expect(scope.failure?.reason).to.equal(reason);
    expect(scope.signal.reason).to.equal(reason);
  });

  it('makes an AbortError of a reason that is no Error, one for the whole tree', () => {
    const root = new Scope(undefined, AbortSignal.abort('a text'));
    const below = new Scope(new Scope(root));
    expect(below.failure?.reason).to.be.instanceOf(AbortError).with.property('cause', 'a text');
    expect(below.failure?.reason).to.equal(root.failure?.reason);
    expect(below.signal.reason).to.equal(root.failure?.reason);
  });

  it('puts one listener on the caller’s signal for the whole tree, while somebody waits', () => {
    const counted = countedSignal();
    const root = new Scope(undefined, counted.signal);
    const scopes = Array.from({ length: 20 }, () => new Scope(new Scope(root)));
    expect(counted.listeners).to.equal(0);
    const stops = scopes.map((scope) => scope.onAbort(() => {}));
    expect(counted.listeners).to.equal(1);
    for (const stop of stops) stop();
    expect(counted.listeners).to.equal(0);
    expect(counted.most).to.equal(1);
  });

  it('tells its listeners once, also one that comes late, and none that was taken away', () => {
    const scope = new Scope();
    const told: unknown[] = [];
    scope.onAbort((why) => told.push(['early', why]));
    scope.onAbort(() => told.push('removed'))();
    scope.abort(reason);
    scope.abort(new Error('second'));
    scope.onAbort((why) => told.push(['late', why]));
    expect(told).to.deep.equal([
      ['early', reason],
      ['late', reason],
    ]);
  });

  it('has a signal, always the same, which a step may listen to as often as it likes', async () => {
    const warnings: unknown[] = [];
    const warn = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', warn);
    const scope = new Scope(new Scope(undefined, countedSignal().signal));
    const { signal } = scope;
    expect(scope.signal).to.equal(signal);
    let told = 0;
    for (let listener = 0; listener < 50; listener += 1) signal.addEventListener('abort', () => (told += 1));
    scope.abort(reason);
    expect(told).to.equal(50);
    await turns(2);
    process.off('warning', warn);
    expect(warnings).to.deep.equal([]);
  });

  it('closed, lets go of the caller’s signal and of its timer', () => {
    const counted = countedSignal();
    const scope = new Scope(undefined, counted.signal, undefined, 1000);
    scope.start();
    scope.onAbort(() => {});
    expect(scope.signal.aborted).to.equal(false);
    expect([counted.listeners, clock.timers]).to.deep.equal([1, 1]);
    scope.close();
    expect([counted.listeners, clock.timers]).to.deep.equal([0, 0]);
  });

  it('has its limit from its start, and no more time than the scope above', async () => {
    const root = new Scope(undefined, undefined, undefined, 1000);
    await clock.pass(500);
    root.start();
    const below = new Scope(root, undefined, undefined, 5000);
    below.start();
    expect([root.deadline, below.deadline]).to.deep.equal([clock.now + 1000, clock.now + 1000]);
    await clock.pass(1000);
    expect(below.failure?.reason).to.be.instanceOf(TimeoutError).with.property('limitMs', 1000);
    expect(below.failure?.reason).to.equal(root.failure?.reason);
    below.close();
  });

  describe('outlasting', () => {
    it('gives what the work gives, or throws what it throws', async () => {
      const scope = new Scope(undefined, countedSignal().signal);
      expect(await scope.outlasting(1)).to.equal(1);
      expect(await scope.outlasting(Promise.resolve(2))).to.equal(2);
      expect(await caught(scope.outlasting(Promise.reject(reason)))).to.equal(reason);
    });

    it('gives work a turn to end by itself when it is aborted, then throws the reason whatever the work does', async () => {
      const counted = countedSignal();
      const scope = new Scope(undefined, counted.signal);
      let ended = false;
      const work = new Promise<void>((resolve) => {
        scope.onAbort(() => {
          queueMicrotask(() => {
            ended = true;
            resolve();
          });
        });
      });
      const [heeding, deaf] = [scope.outlasting(work), scope.outlasting(new Promise(() => {}))];
      const errors = Promise.all([caught(heeding), caught(deaf)]);
      counted.abort(reason);
      expect(await errors).to.deep.equal([reason, reason]);
      expect(ended).to.equal(true);
      expect(counted.listeners).to.equal(0);
    });

    it('prefers the reason to what the work throws because of it', async () => {
      const scope = new Scope(undefined, countedSignal().signal);
      const work = new Promise((_, reject) => {
        scope.onAbort(() => reject(new Error('clean-up')));
      });
      const waiting = caught(scope.outlasting(work));
      scope.abort(reason);
      expect(await waiting).to.equal(reason);
    });
  });

  describe('left by its reader', () => {
    it('is no failure, and is told to all below', () => {
      const root = new Scope();
      const below = new Scope(new Scope(root));
      expect(below.left).to.equal(false);
      root.leave();
      expect([root.left, below.left, below.failure]).to.deep.equal([true, true, undefined]);
    });

    it('is aborted as a whole when something below is still busy', () => {
      const root = new Scope();
      const [one, other] = [new Scope(root), new Scope(root)];
      root.leave();
      one.abandon();
      expect(other.failure?.reason).to.be.instanceOf(DOMException).with.property('name', 'AbortError');
    });

    it('is not aborted from within where nobody has left', () => {
      const scope = new Scope();
      scope.abandon();
      expect(scope.failure).to.equal(undefined);
    });
  });
});
