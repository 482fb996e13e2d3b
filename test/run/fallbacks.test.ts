import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  AsynchronousStepError,
  EmptyStreamError,
  InvalidInputError,
  InvalidOptionError,
  InvalidStepError,
  RunnableBase,
  RunnableGenerator,
  RunnableLambda,
  RunnableSequence,
  RunnableWithFallbacks,
  runPathOf,
  type FallbackOptions,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { fakeClock } from '../support/fake-clock.js';

class RateLimited extends Error {}
class Denied extends Error {}

const failing = <I = unknown>(error: unknown) =>
  RunnableLambda.from(async (_input: I): Promise<string> => {
    await Promise.resolve();
    throw error;
  });
const naming = (name: string) => RunnableLambda.from((input: unknown) => `${name}: ${String(input)}`);

describe('withFallbacks', () => {
  describe('invoke', () => {
    it('C3 tries the candidates in their order until one succeeds', async () => {
      const fails = failing(new Error('busy'));
      expect(
        await naming('primary')
          .withFallbacks([naming('fallback')])
          .invoke('input'),
      ).to.equal('primary: input');
      expect(await fails.withFallbacks([naming('fallback')]).invoke('input')).to.equal('fallback: input');
      expect(
        await fails.withFallbacks([fails, naming('fallback2'), naming('fallback3')]).invoke('input'),
      ).to.equal('fallback2: input');
    });

    it('A12.1 tries no further candidate after a success', async () => {
      const calls: string[] = [];
      const noting = (name: string) => RunnableLambda.from((_input: unknown) => void calls.push(name));
      await failing(new Error('busy'))
        .withFallbacks([noting('a'), noting('b')])
        .invoke('x');
      expect(calls).to.deep.equal(['a']);
    });

    it('A12.1 throws an error that is not to be handled at once', async () => {
      const denied = new Denied();
      const step = failing(denied).withFallbacks([naming('fallback')], { exceptionsToHandle: [RateLimited] });
      expect(await caught(step.invoke('x'))).to.equal(denied);
    });

    it('A12.1 handles errors of a class, of several, or those that a predicate answers true for', async () => {
      const filters = [RateLimited, [Denied, RateLimited], (error: unknown) => error instanceof RateLimited];
      for (const exceptionsToHandle of filters) {
        const step = failing(new RateLimited()).withFallbacks([naming('fallback')], { exceptionsToHandle });
        expect(await step.invoke('x')).to.equal('fallback: x');
      }
    });

    it('A12.1 throws the unhandled error of a fallback, too', async () => {
      const denied = new Denied();
      const step = failing(new RateLimited()).withFallbacks([failing(denied), naming('fallback')], {
        exceptionsToHandle: RateLimited,
      });
      expect(await caught(step.invoke('x'))).to.equal(denied);
    });

    it('A12.2, A25.4 throws the first error itself if all fail', async () => {
      const [first, second, third] = [new Error('1'), new Error('2'), new Error('3')];
      const step = failing(first).withFallbacks([failing(second), failing(third)]);
      expect(await caught(step.invoke('x'))).to.equal(first);
      expect(first).not.to.have.property('cause');
    });

    it('C2.11 throws the error where there are no fallbacks', async () => {
      const error = new Error('busy');
      expect(await caught(failing(error).withFallbacks([]).invoke('x'))).to.equal(error);
      expect(await caught(collect(failing(error).withFallbacks([]).stream('x')))).to.equal(error);
    });

    it('A9.2 hands the kwargs of the call to every candidate', async () => {
      const seen: unknown[] = [];
      const step = RunnableLambda.from((_input: string, { kwargs }) => {
        seen.push(kwargs['stop']);
        throw new Error('busy');
      });
      await caught(step.withFallbacks([step]).invoke('x', {}, { stop: 'here' }));
      expect(seen).to.deep.equal(['here', 'here']);
    });

    it('takes falsy outputs for outputs, and falsy errors for errors', async () => {
      for (const output of [0, '', false, null, undefined]) {
        const step = RunnableLambda.from((_input: unknown) => output).withFallbacks([naming('fallback')]);
        expect(await step.invoke('x')).to.equal(output);
      }
      for (const error of [0, '', null, undefined]) {
        expect(
          await failing(error)
            .withFallbacks([naming('fallback')])
            .invoke('x'),
        ).to.equal('fallback: x');
      }
    });

    it('A25.15 takes an Error that is an output for an output', async () => {
      const output = new Error('a value');
      const step = RunnableLambda.from(() => output).withFallbacks([naming('fallback')]);
      expect(await step.invoke('x')).to.equal(output);
      expect(await step.batch(['x'])).to.deep.equal([output]);
    });

    it('takes the form of LangChain.js', async () => {
      const step = failing(new RateLimited());
      expect(await step.withFallbacks({ fallbacks: [naming('fallback')] }).invoke('x')).to.equal(
        'fallback: x',
      );
      const narrow = step.withFallbacks({ fallbacks: [naming('fallback')], exceptionsToHandle: Denied });
      expect(await caught(narrow.invoke('x'))).to.be.instanceOf(RateLimited);
    });

    it('A1.3 takes whatever can stand as a step', async () => {
      const step = new RunnableWithFallbacks<string, unknown>(() => {
        throw new Error('busy');
      }, [{ upper: (text: string) => text.toUpperCase() }]);
      expect(await step.invoke('x')).to.deep.equal({ upper: 'X' });
    });
  });

  describe('exceptionKey', () => {
    const options = { exceptionKey: 'error' };
    type Input = { readonly text: string; readonly error?: unknown };

    it('A12.3 shows each fallback the error of the candidate before it, and the first none', async () => {
      const [first, second] = [new Error('1'), new Error('2')];
      const inputs: Input[] = [];
      const noting = (error?: unknown) =>
        RunnableLambda.from((input: Input) => {
          inputs.push(input);
          if (error !== undefined) throw error;
          return 'done';
        });
      const step = noting(first).withFallbacks([noting(second), noting()], options);
      expect(await step.invoke({ text: 'x' })).to.equal('done');
      expect(inputs).to.deep.equal([
        { text: 'x' },
        { text: 'x', error: first },
        { text: 'x', error: second },
      ]);
    });

    it("A12.3 leaves the caller's object as it is, in invoke, stream and batch", async () => {
      const input = Object.freeze({ text: 'x' });
      const step = failing<Input>(new Error('busy')).withFallbacks(
        [RunnableLambda.from((given: Input) => given)],
        options,
      );
      expect(await step.invoke(input)).to.have.property('error');
      expect(await collect(step.stream(input))).to.have.nested.property('[0].error');
      expect(await step.batch([input])).to.have.nested.property('[0].error');
      expect(input).to.deep.equal({ text: 'x' });
    });

    it('keeps the class of the input', async () => {
      class Question {
        constructor(readonly text: string) {}
        get shout(): string {
          return this.text.toUpperCase();
        }
      }
      const step = failing<Question>(new Error('busy')).withFallbacks(
        [(question) => question.shout],
        options,
      );
      expect(await step.invoke(new Question('x'))).to.equal('X');
    });

    it('makes no prototype of an error', async () => {
      const step = failing<object>(new Error('busy')).withFallbacks(
        [RunnableLambda.from((given: object) => given)],
        {
          exceptionKey: '__proto__',
        },
      );
      const given = await step.invoke({});
      expect(Object.keys(given as object)).to.deep.equal(['__proto__']);
      expect(given).not.to.be.instanceOf(Error);
    });

    it('A12.3 refuses an input that is no object before anything runs', async () => {
      let calls = 0;
      const step = RunnableLambda.from((_input: unknown) => (calls += 1)).withFallbacks(
        [naming('b')],
        options,
      );
      const message =
        '[R306] RunnableWithFallbacks expects an object, whose key "error" takes the error of the candidate before, ' +
        'got "x" (string).';
      for (const run of [step.invoke('x'), collect(step.stream('x')), step.batch(['x'])]) {
        expect(await caught(run))
          .to.be.instanceOf(InvalidInputError)
          .with.property('message', message);
      }
      expect(calls).to.equal(0);
      const [wrong, right] = await step.batchSettled([['x'], {}]);
      expect(wrong).to.have.property('status', 'rejected');
      expect(right).to.deep.equal({ status: 'fulfilled', value: 1 });
    });
  });

  describe('stream', () => {
    const streaming = (chunks: readonly string[], error?: unknown) =>
      RunnableLambda.from(async function* chat(_input: unknown) {
        yield* chunks;
        if (error !== undefined) throw error;
      });

    it('A26 streams the fallback: "foo bar"', async () => {
      const broken = RunnableGenerator.from(async function* (
        _chunks: AsyncIterable<unknown>,
      ): AsyncGenerator<string> {
        throw new Error('busy');
      });
      const words = RunnableGenerator.from(async function* (_chunks: AsyncIterable<unknown>) {
        yield* ['foo', ' ', 'bar'];
      });
      const step = broken.withFallbacks([words]);
      expect(await collect(step.stream('x'))).to.deep.equal(['foo', ' ', 'bar']);
      expect(await step.invoke('x')).to.equal('foo bar');
    });

    it('passes chunks on as they come', async () => {
      const given: string[] = [];
      const step = RunnableLambda.from(async function* (_input: unknown) {
        for (const chunk of ['a', 'b']) {
          given.push(chunk);
          yield chunk;
        }
      }).withFallbacks([naming('fallback')]);
      const read: string[] = [];
      for await (const chunk of step.stream('x')) {
        read.push(chunk);
        expect(given).to.deep.equal(read);
      }
      expect(read).to.deep.equal(['a', 'b']);
    });

    it('A12.5, A25.5 switches only before the first chunk', async () => {
      const error = new Error('cut off');
      const read: string[] = [];
      const reading = (async () => {
        const step = streaming(['a'], error).withFallbacks([naming('fallback')]);
        for await (const chunk of step.stream('x')) read.push(chunk);
      })();
      expect(await caught(reading)).to.equal(error);
      expect(read).to.deep.equal(['a']);
    });

    it('A12.1 throws an error that is not to be handled', async () => {
      const denied = new Denied();
      const step = streaming([], denied).withFallbacks([naming('fallback')], {
        exceptionsToHandle: RateLimited,
      });
      expect(await caught(collect(step.stream('x')))).to.equal(denied);
    });

    it('A12.2 throws the first error if all fail', async () => {
      const first = new Error('1');
      const step = streaming([], first).withFallbacks([streaming([], new Error('2')), streaming([])]);
      expect(await caught(collect(step.stream('x')))).to.equal(first);
    });

    it('A12.6 takes an empty stream for a failure', async () => {
      expect(
        await collect(
          streaming([])
            .withFallbacks([streaming(['b'])])
            .stream('x'),
        ),
      ).to.deep.equal(['b']);
      const error = await caught(
        collect(
          streaming([])
            .withFallbacks([streaming([])])
            .stream('x'),
        ),
      );
      expect(error).to.be.instanceOf(EmptyStreamError);
      expect(error).to.have.property('message', '[R309] The stream of chat ended without a chunk.');
    });

    it('A12.6 asks once whether an empty stream is to be handled', async () => {
      const asked: unknown[] = [];
      const step = streaming([]).withFallbacks([streaming(['b'])], {
        exceptionsToHandle: (error) => asked.push(error) > 0,
      });
      expect(await collect(step.stream('x'))).to.deep.equal(['b']);
      expect(asked).to.have.length(1);
      expect(asked[0]).to.be.instanceOf(EmptyStreamError);
    });

    it('A12.6 gives an empty stream where that is not among the failures to handle', async () => {
      const step = streaming([]).withFallbacks([streaming(['b'])], { exceptionsToHandle: RateLimited });
      expect(await collect(step.stream('x'))).to.deep.equal([]);
    });

    it('A12.7 adds the input up, so that each candidate gets the whole', async () => {
      const inputs: string[] = [];
      const noting = (fails: boolean) =>
        RunnableGenerator.from(async function* (chunks: AsyncIterable<string>) {
          for await (const chunk of chunks) {
            inputs.push(chunk);
            if (fails) throw new Error('busy');
            yield chunk;
          }
        });
      const chain = RunnableSequence.from([
        async function* (_chunks: AsyncIterable<string>) {
          yield* ['a', 'b'];
        },
        noting(true).withFallbacks([noting(false)]),
      ]);
      expect(await collect(chain.stream('x'))).to.deep.equal(['ab']);
      expect(inputs).to.deep.equal(['ab', 'ab']);
    });

    it('A1.6 gives nothing for an empty input', async () => {
      expect(
        await collect(
          naming('a')
            .withFallbacks([naming('b')])
            .transform([]),
        ),
      ).to.deep.equal([]);
    });

    it('D12 closes the candidate when it is left', async () => {
      let closed = 0;
      const step = RunnableLambda.from(async function* (_input: unknown) {
        try {
          for (let count = 0; ; count += 1) yield count;
        } finally {
          closed += 1;
        }
      }).withFallbacks([]);
      for await (const chunk of step.stream('x')) if (chunk === 2) break;
      expect(closed).to.equal(1);
    });

    describe('buffered', () => {
      const options: FallbackOptions = { stream: 'buffered' };

      it('C2.11 shows nothing of a candidate that fails midway', async () => {
        const step = streaming(['a', 'b'], new Error('cut off')).withFallbacks(
          [streaming(['c', 'd'])],
          options,
        );
        expect(await collect(step.stream('x'))).to.deep.equal(['c', 'd']);
      });

      it('C2.11 gives all chunks of the candidate that succeeds', async () => {
        const step = streaming(['a', 'b']).withFallbacks([streaming(['c'])], options);
        expect(await collect(step.stream('x'))).to.deep.equal(['a', 'b']);
      });

      it('A25.4 throws the first error if all fail', async () => {
        const first = new Error('1');
        const step = streaming(['a'], first).withFallbacks([streaming(['b'], new Error('2'))], options);
        expect(await caught(collect(step.stream('x')))).to.equal(first);
      });

      it('A12.6 takes an empty stream for a failure', async () => {
        const step = streaming([]).withFallbacks([streaming(['b'])], options);
        expect(await collect(step.stream('x'))).to.deep.equal(['b']);
      });

      it('stops reading when the run is aborted', async () => {
        const controller = new AbortController();
        const given: number[] = [];
        const step = RunnableLambda.from(async function* (_input: unknown) {
          for (let count = 0; ; count += 1) {
            given.push(count);
            if (count === 3) controller.abort(new Error('enough'));
            yield count;
          }
        }).withFallbacks([], options);
        const run = collect(step.stream('x', { signal: controller.signal }));
        expect(await caught(run)).to.have.property('message', 'enough');
        expect(given).to.deep.equal([0, 1, 2, 3]);
      });
    });
  });

  describe('batch', () => {
    /** A step that fails for the given inputs, with a record of the inputs it was given, batch by batch. */
    const failingFor = (failures: Readonly<Record<string, unknown>>, name: string) => {
      const inputs: string[] = [];
      const step = RunnableLambda.from((input: string) => {
        inputs.push(input);
        if (input in failures) throw failures[input];
        return `${name} ${input}`;
      });
      return Object.assign(step, { inputs });
    };

    it('A12.4 sends only the inputs that failed to the next fallback', async () => {
      const first = failingFor({ b: new Error('1b'), c: new Error('1c') }, 'first');
      const second = failingFor({ c: new Error('2c') }, 'second');
      const third = failingFor({}, 'third');
      const step = first.withFallbacks([second, third]);
      expect(await step.batch(['a', 'b', 'c'])).to.deep.equal(['first a', 'second b', 'third c']);
      expect([first.inputs, second.inputs, third.inputs]).to.deep.equal([['a', 'b', 'c'], ['b', 'c'], ['c']]);
    });

    it('A12.4, D2 puts errors in their places with returnExceptions', async () => {
      const last = new Error('2c');
      const first = failingFor({ b: new Error('1b'), c: new Error('1c') }, 'first');
      const step = first.withFallbacks([failingFor({ c: last }, 'second')]);
      const outcomes = await step.batch(['a', 'b', 'c'], {}, { returnExceptions: true });
      expect(outcomes).to.deep.equal(['first a', 'second b', last]);
      expect(outcomes[2]).to.equal(last);
    });

    it('A12.4 tries no further candidate on an error that is not to be handled', async () => {
      const denied = new Denied();
      const first = failingFor({ b: denied, c: new RateLimited() }, 'first');
      const second = failingFor({}, 'second');
      const step = first.withFallbacks([second], { exceptionsToHandle: RateLimited });
      const outcomes = await step.batch(['a', 'b', 'c'], {}, { returnExceptions: true });
      expect(outcomes).to.deep.equal(['first a', denied, 'second c']);
      expect(second.inputs).to.deep.equal(['c']);
    });

    it('A12.4 throws an error that is not to be handled', async () => {
      const denied = new Denied();
      const first = failingFor({ a: new RateLimited(), b: denied }, 'first');
      const step = first.withFallbacks([failingFor({}, 'second')], { exceptionsToHandle: RateLimited });
      expect(await caught(step.batch(['a', 'b']))).to.equal(denied);
    });

    it('A12.2 throws the error of the last fallback for the lowest index, whichever failed first', async () => {
      const errors = { a: new Error('2a'), b: new Error('2b') };
      const first = failingFor({ a: new Error('1a'), b: new Error('1b') }, 'first');
      const second = RunnableLambda.from(async (input: 'a' | 'b') => {
        if (input === 'a') await new Promise((resolve) => setImmediate(resolve));
        throw errors[input];
      });
      expect(
        await caught(first.withFallbacks([second as RunnableLambda<string, string>]).batch(['a', 'b'])),
      ).to.equal(errors.a);
    });

    it('A12.3 shows each input the error of its own', async () => {
      const errors: Record<string, unknown> = { a: new Error('a'), b: new Error('b') };
      const first = RunnableLambda.from(({ text }: { text: string }) => {
        throw errors[text];
      });
      const second = RunnableLambda.from((input: { text: string; error?: unknown }) => [
        input.text,
        input.error,
      ]);
      const step = first.withFallbacks([second], { exceptionKey: 'error' });
      expect(await step.batch([{ text: 'a' }, { text: 'b' }])).to.deep.equal([
        ['a', errors['a']],
        ['b', errors['b']],
      ]);
    });

    it('D2 of no inputs is an empty list', async () => {
      const step = naming('a').withFallbacks([naming('b')]);
      expect(await step.batch([])).to.deep.equal([]);
      expect(await step.batch([], {}, { returnExceptions: true })).to.deep.equal([]);
    });

    it('goes step by step through each candidate', async () => {
      const order: string[] = [];
      const noting = (name: string, failing: string) => (input: string) => {
        order.push(`${name} ${input}`);
        if (input === failing) throw new Error(input);
        return input;
      };
      const chain = (name: string, failing: string) =>
        RunnableSequence.from([noting(`${name}1`, failing), noting(`${name}2`, failing)]);
      await chain('a', 'y')
        .withFallbacks([chain('b', '')])
        .batch(['x', 'y']);
      expect(order).to.deep.equal(['a1 x', 'a1 y', 'a2 x', 'b1 y', 'b2 y']);
    });

    it('fails an input for which the predicate itself throws', async () => {
      const first = failingFor({ a: new Error('a') }, 'first');
      const step = first.withFallbacks([failingFor({}, 'second')], {
        exceptionsToHandle: () => {
          throw new Error('bad predicate');
        },
      });
      const [a, b] = await step.batchSettled(['a', 'b']);
      expect(a).to.have.nested.property('reason.message', 'bad predicate');
      expect(b).to.deep.equal({ status: 'fulfilled', value: 'first b' });
    });

    it('sends nothing to a fallback after an abortion', async () => {
      const controller = new AbortController();
      const first = RunnableLambda.from((_input: string): string => {
        controller.abort(new Error('enough'));
        throw new Error('busy');
      });
      const second = failingFor({}, 'second');
      const run = first.withFallbacks([second]).batch(['a', 'b'], { signal: controller.signal });
      expect(await caught(run)).to.have.property('message', 'enough');
      expect(second.inputs).to.deep.equal([]);
    });
  });

  describe('abortion', () => {
    const clock = fakeClock();

    it('is no failure: the reason is thrown, and no fallback is tried', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      let calls = 0;
      const waiting = RunnableLambda.from(
        (_input: unknown, { signal }) =>
          new Promise<string>((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
          }),
      );
      const fallback = RunnableLambda.from((_input: unknown) => (calls += 1));
      const runs = [
        waiting.withFallbacks([fallback]).invoke('x', { signal: controller.signal }),
        collect(waiting.withFallbacks([fallback]).stream('x', { signal: controller.signal })),
      ].map((run) => caught(run));
      setImmediate(() => controller.abort(reason));
      expect(await Promise.all(runs)).to.deep.equal([reason, reason]);
      expect(calls).to.equal(0);
    });

    it('by a timeout of the run is none either', async () => {
      let calls = 0;
      const step = RunnableLambda.from(() => new Promise(() => undefined)).withFallbacks([
        () => (calls += 1),
      ]);
      const run = caught(step.invoke('x', { timeout: 100 }));
      await clock.pass(100);
      expect(await run).to.have.property('name', 'TimeoutError');
      expect(calls).to.equal(0);
    });
  });

  describe('invokeSync', () => {
    it('A25.21 falls back where all candidates are synchronous', () => {
      const step = RunnableLambda.from((_input: string): string => {
        throw new Error('busy');
      });
      expect(step.withFallbacks([step, naming('fallback')]).invokeSync('x')).to.equal('fallback: x');
      expect(() => step.withFallbacks([step]).invokeSync('x')).to.throw(Error, 'busy');
    });

    it('A25.21 does not take an asynchronous candidate for a failure', () => {
      const step = RunnableLambda.from(async function fetchPage(_input: string) {
        return 'page';
      });
      expect(() => step.withFallbacks([naming('fallback')]).invokeSync('x')).to.throw(
        AsynchronousStepError,
        'but fetchPage gives a promise',
      );
    });
  });

  describe('the path of an error', () => {
    const primary = RunnableLambda.from(function primary(_input: string): string {
      throw new Error('1');
    });
    const second = RunnableLambda.from(function second(_input: string): string {
      throw new Error('2');
    });
    const step = primary.withFallbacks([second]);

    it('names the candidate whose error it is', async () => {
      expect(runPathOf(await caught(step.invoke('x')))).to.equal('RunnableWithFallbacks > primary');
      expect(runPathOf(await caught(collect(step.stream('x'))))).to.equal('RunnableWithFallbacks > primary');
      expect(runPathOf(await caught(step.batch(['x'])))).to.equal('RunnableWithFallbacks > second');
    });

    it('names the first candidate where all throw the same object', async () => {
      const same = new Error('offline');
      const [a, b] = ['a', 'b'].map((name) =>
        RunnableLambda.from(
          () => {
            throw same;
          },
          { name },
        ),
      ) as [RunnableLambda<unknown, never>, RunnableLambda<unknown, never>];
      await caught(a.withFallbacks([b]).invoke('x'));
      expect(runPathOf(same)).to.equal('RunnableWithFallbacks > a');
    });

    it('names the candidate of a stream that is cut off', async () => {
      const chat = RunnableLambda.from(async function* chat(_input: string) {
        yield 'a';
        throw new Error('cut off');
      });
      const error = await caught(collect(primary.withFallbacks([chat]).stream('x')));
      expect(runPathOf(error)).to.equal('RunnableWithFallbacks > chat');
    });
  });

  describe('members of the first candidate', () => {
    class Model extends RunnableBase<string, string> {
      readonly kind = 'model';
      #calls = 0;

      constructor(
        readonly id: string,
        readonly tools: readonly string[] = [],
      ) {
        super(id);
      }

      get calls(): number {
        return this.#calls;
      }

      execute(input: string): string {
        this.#calls += 1;
        if (this.id === 'broken') throw new Error('offline');
        return `${this.id}(${this.tools.join()}): ${input}`;
      }

      bindTools(...tools: string[]): Model {
        return new Model(this.id, tools);
      }

      countTokens(text: string): number {
        return text.length + this.#calls;
      }
    }

    it('A12.9 a method that gives a runnable is called on every candidate', async () => {
      const models = new Model('broken').withFallbacks([new Model('local')]);
      const bound = models.bindTools('search', 'add');
      expect(bound).to.be.instanceOf(RunnableWithFallbacks);
      expect(await bound.invoke('x')).to.equal('local(search,add): x');
      expect(await bound.bindTools('only').invoke('x')).to.equal('local(only): x');
    });

    it('A12.9 keeps the options', async () => {
      const models = new Model('broken').withFallbacks([new Model('local')], { exceptionsToHandle: Denied });
      expect(await caught(models.bindTools('search').invoke('x'))).to.have.property('message', 'offline');
    });

    it('A12.9 everything else is that of the first', async () => {
      const models = new Model('broken').withFallbacks([new Model('local')]);
      expect(models.id).to.equal('broken');
      expect(models.countTokens('four')).to.equal(4);
      await models.invoke('x');
      expect(models.calls).to.equal(1);
      expect(models.countTokens('four')).to.equal(5);
    });

    it('A12.9 never stand in the place of its own', async () => {
      const models = new Model('broken').withFallbacks([new Model('local')]);
      expect(models.getName()).to.equal('RunnableWithFallbacks');
      expect((models as unknown as RunnableBase).kind).to.equal('fallbacks');
      expect(await models.pipe((text) => text.length).invoke('x')).to.equal('local(): x'.length);
    });

    it('A12.9 says which candidate has no such method', () => {
      const models = new RunnableWithFallbacks<string, string>(new Model('broken'), [naming('plain')]);
      const { bindTools } = models as unknown as Model;
      expect(() => bindTools('search')).to.throw(
        InvalidOptionError,
        '[A102] broken.withFallbacks().bindTools: fallback 1 must be a runnable with a method bindTools, ' +
          'got an instance of RunnableLambda.',
      );
    });

    it('A12.9 are those of a runnable of another library, too', async () => {
      const foreign = (name: string) => ({
        name,
        invoke: async (input: string): Promise<string> => {
          if (name === 'broken') throw new Error('offline');
          return `${name}: ${input}`;
        },
        withTools: (tools: string) => foreign(name === 'broken' ? name : `${name}(${tools})`),
      });
      const models = new RunnableWithFallbacks<string, string>(foreign('broken'), [foreign('local')]);
      const { withTools } = models as unknown as {
        withTools(tools: string): RunnableWithFallbacks<string, string>;
      };
      expect(await withTools('search').invoke('x')).to.equal('local(search): x');
    });

    it('A12.9 do not make it a promise, and do not hinder its inspection', async () => {
      const models = new Model('local').withFallbacks([]);
      expect('then' in models).to.equal(false);
      expect(await Promise.resolve(models)).to.equal(models);
      expect(inspect(models)).to.include('fallbacks');
      expect((models as unknown as Record<string, unknown>)['nothing']).to.equal(undefined);
      expect(models).to.be.instanceOf(RunnableBase);
    });
  });

  describe('what it is', () => {
    it('A1.2 is named RunnableWithFallbacks', () => {
      expect(
        naming('a')
          .withFallbacks([naming('b')])
          .getName(),
      ).to.equal('RunnableWithFallbacks');
    });

    it('tells its candidates and what it is made of', () => {
      const [a, b, c] = [naming('a'), naming('b'), naming('c')];
      const step = new RunnableWithFallbacks(a, [b, c], { exceptionKey: 'error' });
      expect(step.runnable).to.equal(a);
      expect(step.fallbacks).to.deep.equal([b, c]);
      expect(step.runnables).to.deep.equal([a, b, c]);
      expect(step.structure()).to.deep.equal({
        shape: 'cascade',
        parts: [
          { node: a, label: undefined },
          { node: b, label: 'fallback 1' },
          { node: c, label: 'fallback 2' },
        ],
        recipe: {
          type: 'RunnableWithFallbacks',
          fields: { runnable: a, fallbacks: [b, c], exceptionKey: 'error' },
        },
      });
      expect(new RunnableWithFallbacks(a, [b], { exceptionsToHandle: Error }).structure().recipe).to.equal(
        undefined,
      );
    });
  });

  describe('options', () => {
    const step = RunnableLambda.from(function fetchPage(input: string) {
      return input;
    });
    const wrong: [options: object, message: string][] = [
      [
        { exceptionsToHandle: 'Error' },
        'exceptionsToHandle must be an error class, a list of them, or a predicate, got "Error" (string).',
      ],
      [{ exceptionsToHandle: [429] }, 'exceptionsToHandle[0] must be an error class, got 429 (number).'],
      [{ exceptionKey: 5 }, 'exceptionKey must be a string, got 5 (number).'],
      [{ stream: 'later' }, "stream must be 'live' or 'buffered', got \"later\" (string)."],
    ];

    for (const [options, message] of wrong) {
      it(`are refused, naming the value: ${message}`, () => {
        expect(() => step.withFallbacks([step], options)).to.throw(
          InvalidOptionError,
          `[A102] fetchPage.withFallbacks: ${message}`,
        );
      });
    }

    it('are refused where they are none', () => {
      expect(() => step.withFallbacks([step], 5 as FallbackOptions)).to.throw(
        InvalidOptionError,
        '[A102] fetchPage.withFallbacks: the options must be an object, got 5 (number).',
      );
    });

    it('name the fallback that cannot stand as a step', () => {
      expect(() => step.withFallbacks([step, 5 as never])).to.throw(
        InvalidStepError,
        '[A103] fetchPage.withFallbacks, fallback 2 must be a runnable',
      );
      expect(() => step.withFallbacks(step as never)).to.throw(
        InvalidOptionError,
        '[A102] fetchPage.withFallbacks: fallbacks must be a list of steps, got undefined.',
      );
    });
  });
});
