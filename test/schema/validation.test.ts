import 'reflect-metadata';
import { expect } from 'chai';
import { Type } from 'class-transformer';
import { IsInt, IsString, MinLength, ValidateNested } from 'class-validator';
import {
  Chain,
  Retry,
  Runnable,
  runPathOf,
  Step,
  ValidationError,
  createApp,
  type AppOptions,
  type RunContext,
} from 'runwright';
import { caught } from '../support/caught.js';
import { collect } from '../support/collect.js';
import { thrownBy } from '../support/thrown.js';

class Source {
  @IsString() url!: string;
}

class Question {
  @IsString() @MinLength(2) text!: string;
  @IsInt() limit = 3;
  @ValidateNested() @Type(() => Source) source?: Source;
}

class Answer {
  @IsString() text!: string;
}

interface Asked {
  readonly text: string;
  readonly limit?: number;
  readonly source?: { readonly url: string };
}

interface Answered {
  readonly text: string;
}

const seen: unknown[] = [];

@Runnable({ input: Question, output: Answer, validate: 'both' })
class Reply extends Step<Asked, Answered> {
  run(question: Asked): Answered {
    seen.push(question);
    return { text: question.text === 'nothing' ? (undefined as never) : question.text };
  }
}

@Runnable({ input: Question })
class Count extends Step<Asked, number | undefined> {
  *run(question: Asked): Generator<number | undefined> {
    seen.push(question);
    yield* [question.limit, question.limit];
  }
}

@Chain([Reply, (answer: Answered) => answer.text.length], { unknownProperties: 'refuse', input: Question })
class Length extends Step<Asked, number> {}

const faultsOf = (error: unknown): string[] => {
  expect(error).to.be.instanceOf(ValidationError);
  return (error as ValidationError).faults.map(
    ({ path, constraint, received }) => `${path} ${constraint} ${received}`,
  );
};

async function open(
  options: Partial<AppOptions> = {},
): Promise<{ reply: Reply; count: Count; length: Length }> {
  const app = await createApp({ runnables: [Reply, Count, Length], ...options });
  return { reply: app.get(Reply), count: app.get(Count), length: app.get(Length) };
}

describe('validation', () => {
  beforeEach(() => {
    seen.length = 0;
  });

  it('gives the step an instance of the class, and leaves the caller’s object as it is', async () => {
    const { reply } = await open();
    const question = Object.freeze({ text: 'why', source: Object.freeze({ url: 'x' }) });
    expect(await reply.invoke(question))
      .to.be.instanceOf(Answer)
      .and.deep.equal({ text: 'why' });
    expect(seen[0]).to.be.instanceOf(Question).and.to.have.property('limit', 3);
    expect((seen[0] as Question).source).to.be.instanceOf(Source);
    expect(question).to.deep.equal({ text: 'why', source: { url: 'x' } });
  });

  it('rejects a wrong input before the step runs, with every fault and the path of the run', async () => {
    const { length } = await open();
    const error = await caught(length.invoke({ text: 5, limit: 1.5, extra: true } as never));
    expect(faultsOf(error)).to.have.members([
      'text isString number',
      'text minLength number',
      'limit isInt number',
      'extra whitelistValidation boolean',
    ]);
    expect(error).to.have.property('subject', 'The input of Length');
    expect(runPathOf(error)).to.equal('Length');
    expect(seen).to.deep.equal([]);
  });

  it('names the step inside a chain whose input is wrong', async () => {
    const { length } = await open();
    const broken = length.pipe((size) => ({ text: size as never, limit: 1 }), (await open()).reply);
    const error = await caught(broken.invoke({ text: 'why', limit: 1 }));
    expect(error).to.have.property('subject', 'The input of Reply');
    expect(runPathOf(error)).to.match(/ > Reply$/);
  });

  it('checks what comes out if it is told to', async () => {
    const { reply } = await open();
    const error = await caught(reply.invoke({ text: 'nothing', limit: 1 }));
    expect(faultsOf(error)).to.deep.equal(['text isString undefined']);
    expect(error).to.have.property('subject', 'The output of Reply');
  });

  it('checks streams: the input as a whole, the sum of what comes out', async () => {
    const { count, reply } = await open();
    expect(await collect(count.stream({ text: 'why', limit: 2 }))).to.deep.equal([2, 2]);
    expect(faultsOf(await caught(collect(count.stream({} as never))))).to.include('text isString undefined');
    const chunks: unknown[] = [];
    const error = await caught(
      (async () => {
        for await (const chunk of reply.stream({ text: 'nothing', limit: 1 })) chunks.push(chunk);
      })(),
    );
    expect(error).to.have.property('subject', 'The output of Reply');
    expect(chunks).to.have.lengthOf(1);
  });

  it('checks each input of a batch by itself', async () => {
    const { reply } = await open();
    const settled = await reply.batchSettled([{ text: 'why' }, { text: 'y' }, { text: 'how' }]);
    expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).to.have.lengthOf(2);
  });

  it('checks each input of a batch that the step takes as a whole', async () => {
    const batches: number[] = [];
    @Runnable({ input: Question, output: Answer, validate: 'both' })
    class Many extends Step<Asked, Answered> {
      run({ text }: Asked): Answered {
        return { text };
      }
      runBatch(questions: readonly Asked[]): Answered[] {
        batches.push(questions.length);
        return questions.map(({ text, limit }) => ({ text: limit === 9 ? (limit as never) : text }));
      }
    }
    const many = new Many();
    const inputs = [{ text: 'why' }, { text: 1 as never }, { text: 'how', limit: 9 }];
    const settled = await many.batchSettled(inputs);
    expect(batches).to.deep.equal([2]);
    expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
  });

  it('checks synchronously where every validator can', async () => {
    const { reply } = await open();
    expect(reply.invokeSync({ text: 'why' })).to.deep.equal({ text: 'why' });
    expect(faultsOf(thrownBy(() => reply.invokeSync({} as never)))).to.include('text isString undefined');
  });

  it('is configured for the whole application, and for each class over that', async () => {
    const strict = await open({ validation: { unknownProperties: 'refuse', validate: 'none' } });
    const question = { text: 'why', limit: 1, extra: 1 };
    expect(faultsOf(await caught(strict.reply.invoke(question)))).to.deep.equal([
      'extra whitelistValidation number',
    ]);
    expect(await strict.count.invoke({ text: 5, limit: 1 } as never)).to.equal(2);
    const stripping = await open({ validation: { unknownProperties: 'strip' } });
    await stripping.reply.invoke(question);
    expect(seen.at(-1)).not.to.have.property('extra');
    expect(faultsOf(await caught(stripping.length.invoke(question)))).to.deep.equal([
      'extra whitelistValidation number',
    ]);
  });

  it('is over before anything is tried again, and inside what observes', async () => {
    const runs: unknown[] = [];
    let checks = 0;
    @Retry({ stopAfterAttempt: 3 })
    @Runnable({
      input: {
        '~standard': {
          version: 1,
          vendor: 'x',
          validate: () => ({ issues: [{ message: `no ${++checks}` }] }),
        },
      },
    })
    class Watched extends Step<string, string> {
      run(text: string, _ctx: RunContext): string {
        return text;
      }
    }
    const app = await createApp({ runnables: [Watched] });
    const watched = app
      .get(Watched)
      .withInterceptors({ onError: ({ name, error }) => void runs.push([name, error]) });
    const error = await caught(watched.invoke('x'));
    expect(checks).to.equal(1);
    expect(runPathOf(error)).to.equal('Watched');
    expect(runs).to.deep.equal([['Watched', error]]);
  });

  it('shows in the schemas of the class and of the chains that it is a part of', async () => {
    const { reply, length } = await open();
    expect(reply.inputSchema.title).to.equal('Question');
    expect(reply.outputType).to.equal(Answer);
    expect(length.getInputJsonSchema()).to.deep.equal(reply.getInputJsonSchema());
    expect(reply.pipe((answer) => answer).inputType).to.equal(Question);
  });

  it('takes the types that TypeScript emits for a decorated method into schemas', () => {
    const noted = (_target: object, _key: string): void => undefined;
    @Runnable()
    class Noted extends Step<Question, string> {
      @noted run(question: Question): string {
        return question.text;
      }
    }
    const step = new Noted();
    expect([step.inputType, step.outputType]).to.deep.equal([Question, String]);
    expect(step.invokeSync({ text: 1 } as never)).to.equal(1);
  });
});
