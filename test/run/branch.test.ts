import { expect } from 'chai';
import {
  InvalidOptionError,
  InvalidStepError,
  RunnableBranch,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  runPathOf,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';

const starts =
  (letter: string) =>
  (text: string): boolean =>
    text.startsWith(letter);

/** Gives a text letter by letter. */
async function* spell(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield* chunk;
}

describe('RunnableBranch', () => {
  const fruit = RunnableBranch.from([
    [starts('A'), (text: string) => `A-branch: ${text}`],
    [async (text: string) => starts('B')(text), RunnableLambda.from((text: string) => `B: ${text}`)],
    (text: string) => `default: ${text}`,
  ]);

  it('C3 runs the step of the first condition that holds, or the last step', async () => {
    expect(await fruit.batch(['Apple', 'Banana', 'Cherry'])).to.deep.equal([
      'A-branch: Apple',
      'B: Banana',
      'default: Cherry',
    ]);
    expect(await fruit.invoke('Banana')).to.equal('B: Banana');
    expect(await collect(fruit.stream('Cherry'))).to.deep.equal(['default: Cherry']);
  });

  it('A6.2 evaluates no condition after the first that holds, and runs no other step', async () => {
    for (const now of [true, false]) {
      const calls: string[] = [];
      const note = <T>(name: string, value: T): (() => T | Promise<T>) => {
        return () => (calls.push(name), now ? value : Promise.resolve(value));
      };
      const branch = RunnableBranch.from([
        [note('c1', 0), note('s1', 1)],
        [note('c2', 'true'), note('s2', 2)],
        [note('c3', true), note('s3', 3)],
        note('otherwise', 4),
      ]);
      expect(await branch.invoke(undefined)).to.equal(2);
      expect(calls).to.deep.equal(['c1', 'c2', 's2']);
    }
  });

  it('A6.3 takes runnables for conditions, and gives them no arguments', async () => {
    const seen: unknown[] = [];
    const note = (_: unknown, ctx: RunContext): number => seen.push(ctx.kwargs);
    const holds = RunnableLambda.from(note).pipe(() => true);
    const branch = RunnableBranch.from([[holds, note], note]);
    await branch.invoke(0, undefined, { k: 1 });
    await collect(branch.stream(0, undefined, { k: 1 }));
    expect(seen).to.deep.equal([{}, { k: 1 }, {}, { k: 1 }]);
  });

  it('A6.4 streams the step that was chosen, once all of the input is there', async () => {
    const branch = RunnableBranch.from([[(text: string) => text === 'abc', spell], () => 'other']);
    expect(await collect(branch.stream('abc'))).to.deep.equal(['a', 'b', 'c']);
    expect(await collect(branch.transform(['a', 'bc']))).to.deep.equal(['a', 'b', 'c']);
    expect(await collect(branch.stream('x'))).to.deep.equal(['other']);
    expect(await collect(branch.transform([]))).to.deep.equal([]);
    const chain = RunnableSequence.from([spell, branch]);
    expect(await collect(chain.stream('abc'))).to.deep.equal(['a', 'b', 'c']);
  });

  it('A6.5 fails as its conditions and steps do, whichever way it runs', async () => {
    function fail(): never {
      throw new Error('offline');
    }
    async function failLater(): Promise<never> {
      await Promise.resolve();
      return fail();
    }
    for (const failing of [fail, failLater]) {
      for (const branch of [
        RunnableBranch.from([[failing, () => 1], () => 2]),
        RunnableBranch.from([[() => true, failing], () => 2]),
        RunnableBranch.from([[() => false, () => 1], failing]),
        RunnableBranch.from([[async () => false, () => 1], failing]),
      ]) {
        const path = new RegExp(`^RunnableBranch > ${failing.name}$`);
        expect(runPathOf(await caught(branch.invoke(0)))).to.match(path);
        expect(runPathOf(await caught(collect(branch.stream(0))))).to.match(path);
        expect(runPathOf(await caught(branch.batch([0])))).to.match(path);
      }
    }
  });

  it('D3 returns the output of the chosen step, even if it is false', async () => {
    for (const value of [0, '', false, null, undefined]) {
      const branch = RunnableBranch.from([[() => true, () => value], () => 'otherwise']);
      expect(await branch.invoke(0)).to.equal(value);
      expect(await collect(branch.stream(0))).to.deep.equal([value]);
      expect(branch.invokeSync(0)).to.equal(value);
    }
  });

  it('runs synchronously where the condition and the step do', () => {
    const branch = RunnableBranch.from([[starts('A'), (text: string) => text.length], async () => 0]);
    expect(branch.invokeSync('Apple')).to.equal(5);
    expect(() => branch.invokeSync('x')).to.throw('invokeSync needs synchronous steps');
    expect(() => fruit.invokeSync('x')).to.throw('invokeSync needs synchronous steps');
  });

  it('calls nothing once the run is aborted', async () => {
    const controller = new AbortController();
    let calls = 0;
    const branch = RunnableBranch.from([
      [() => Promise.resolve(controller.abort(new Error('stop'))).then(() => true), () => (calls += 1)],
      () => (calls += 1),
    ]);
    const config = { signal: controller.signal };
    expect(await caught(branch.invoke(0, config))).to.have.property('message', 'stop');
    expect(await caught(branch.stream(0, config).next())).to.have.property('message', 'stop');
    expect(calls).to.equal(0);
  });

  it('ends the generator of a step whose stream is left early', async () => {
    let ended = false;
    const branch = RunnableBranch.from([
      [
        () => true,
        async function* (chunks: AsyncIterable<string>) {
          try {
            for await (const chunk of chunks) yield* chunk;
          } finally {
            ended = true;
          }
        },
      ],
      () => '',
    ]);
    for await (const _ of branch.stream('abc')) break;
    expect(ended).to.equal(true);
  });

  it('A6.1 refuses too few branches, what is no pair, and what cannot stand as a step', () => {
    const step = (): number => 1;
    const make = (branches: unknown): unknown => RunnableBranch.from(branches as never);
    expect(() => make([step])).to.throw(
      InvalidOptionError,
      '[A102] RunnableBranch: branches must be a list of at least one [condition, step], got an array of 0.',
    );
    expect(() => make(step)).to.throw(InvalidOptionError, 'branches must be a list');
    expect(() => make([step, step])).to.throw(
      InvalidOptionError,
      '[A102] RunnableBranch: branch 1 must be a pair [condition, step], got the function step.',
    );
    expect(() => make([[step, step], [step], step])).to.throw(
      InvalidOptionError,
      '[A102] RunnableBranch: branch 2 must be a pair [condition, step], got an array of 1.',
    );
    expect(() => make([[step, 1], step])).to.throw(InvalidStepError, '[A103] RunnableBranch, step 1 must be');
    expect(() => make([[1, step], step])).to.throw(
      InvalidStepError,
      '[A103] RunnableBranch, condition 1 must be',
    );
    expect(() => make([[step, step], 1])).to.throw(
      InvalidStepError,
      '[A103] RunnableBranch, otherwise must be',
    );
    expect(() =>
      make([
        [step, step],
        [step, step],
      ]),
    ).to.throw(InvalidStepError, '[A103] RunnableBranch, otherwise');
  });

  it('is made of pairs and another step as well, and tells them', async () => {
    const otherwise = RunnableLambda.from((x: number) => x);
    const condition = RunnableLambda.from((x: number) => x > 1);
    const step = RunnableLambda.from((x: number) => x * 10);
    const branch = new RunnableBranch<number, number>([[condition, step]], otherwise, { name: 'sized' });
    expect(await branch.batch([1, 2])).to.deep.equal([1, 20]);
    expect(branch.getName()).to.equal('sized');
    expect(branch.branches).to.deep.equal([[condition, step]]);
    expect(branch.otherwise).to.equal(otherwise);
    expect(fruit.getName()).to.equal('RunnableBranch');
  });

  it('A15.1 has no fields that a copy could have other values of', () => {
    expect(() => fruit.configurableFields({ name: { id: 'name' } })).to.throw(
      InvalidOptionError,
      'RunnableBranch.configurableFields',
    );
  });

  it('A1.3 takes generators and objects for steps', async () => {
    const branch = RunnableBranch.from([
      [() => false, spell],
      { same: (text: string) => text, size: (text: string) => text.length },
    ]);
    expect(await branch.invoke('abc')).to.deep.equal({ same: 'abc', size: 3 });
    expect(await RunnableGenerator.from(spell).pipe(branch).invoke('abc')).to.deep.equal({
      same: 'abc',
      size: 3,
    });
  });
});
