import 'reflect-metadata';
import { Body, Controller, HttpCode, NotFoundException, Post, UseFilters } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import { IsInt, IsString, Max } from 'class-validator';
import { Chain, Runnable, Step, Timeout } from 'runwright';
import { InputPipe, RunnableExceptionFilter, RunwrightModule, toHttpException } from 'runwright/nest';
import { caught } from '../support/caught.js';
import { platforms, serve, type Served } from '../support/nest-platforms.js';

class Question {
  @IsString() text!: string;
  @IsInt() @Max(3) depth!: number;
  shout(): string {
    return this.text.toUpperCase();
  }
}

@Timeout({ total: 5 })
@Runnable()
class Slow extends Step<string, string> {
  run(): Promise<string> {
    return new Promise(() => undefined);
  }
}

class Reply {
  @IsString() text!: string;
}

@Runnable({ output: Reply, validate: 'both' })
class Wrong extends Step<string, Reply> {
  run(): Reply {
    return Object.assign(new Reply(), { text: 1 });
  }
}

@Runnable({ input: Question })
class Ask extends Step<Question, string> {
  constructor(
    private readonly slow: Slow,
    private readonly wrong: Wrong,
  ) {
    super();
  }

  async run(question: Question): Promise<string> {
    switch (question.text) {
      case 'slow':
        return this.slow.invoke('');
      case 'wrong':
        return (await this.wrong.invoke('')).text;
      case 'secret':
        throw new Error('password is hunter2');
      case 'missing':
        throw new NotFoundException('No such thing');
      case 'aborted':
        throw new DOMException('left', 'AbortError');
      default:
        return question.shout();
    }
  }
}

@Chain([Ask, (answer: string) => ({ answer })])
class Answer extends Step<Question, { answer: string }> {}

@UseFilters(RunnableExceptionFilter)
@Controller()
class AnswersController {
  constructor(private readonly answer: Answer) {}

  @Post('answers')
  @HttpCode(200)
  ask(@Body() question: Question): Promise<{ answer: string }> {
    return this.answer.invoke(question);
  }

  @Post('untyped')
  @HttpCode(200)
  untyped(@Body(InputPipe(Slow)) body: unknown): unknown {
    return body;
  }

  @Post('piped')
  @HttpCode(200)
  piped(@Body(InputPipe(Answer)) question: Question): { shouted: string } {
    return { shouted: question.shout() };
  }
}

for (const platform of platforms) {
  describe(`runnables over HTTP, on ${platform}`, () => {
    let served: Served;

    before(async () => {
      const module = await Test.createTestingModule({
        imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Answer, Slow, Wrong])],
        controllers: [AnswersController],
      }).compile();
      served = await serve(module, platform);
    });
    after(() => served.app.close());

    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${served.url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? '' : (JSON.parse(text) as unknown) };
    };

    const FAULTS = [
      { path: 'text', constraint: 'isString', received: 'number', message: 'must be a string' },
      { path: 'depth', constraint: 'max', received: 'number', message: 'must not be greater than 3' },
    ];

    it('answers with the output', async () => {
      expect(await post('answers', { text: 'hello', depth: 1 })).to.deep.equal({
        status: 200,
        body: { answer: 'HELLO' },
      });
    });

    for (const path of ['answers', 'piped']) {
      it(`answers an input that is not valid with 422 and every fault: ${path}`, async () => {
        expect(await post(path, { text: 1, depth: 9 })).to.deep.equal({
          status: 422,
          body: {
            statusCode: 422,
            error: 'Unprocessable Entity',
            message: ['text must be a string', 'depth must not be greater than 3'],
            faults: FAULTS,
          },
        });
      });
    }

    it('gives a handler the body as an instance of the input class', async () => {
      expect(await post('piped', { text: 'hello', depth: 1 })).to.deep.equal({
        status: 200,
        body: { shouted: 'HELLO' },
      });
    });

    it('lets every body pass where the runnable declares no input', async () => {
      expect(await post('untyped', { any: ['thing'] })).to.deep.equal({
        status: 200,
        body: { any: ['thing'] },
      });
    });

    it('answers a timeout with 504', async () => {
      const { status, body } = await post('answers', { text: 'slow', depth: 1 });
      expect(status).to.equal(504);
      expect(body).to.include({ statusCode: 504, message: 'The run took too long' });
    });

    it('discloses nothing of an error, and of an invalid output', async () => {
      for (const text of ['secret', 'wrong']) {
        const { status, body } = await post('answers', { text, depth: 1 });
        expect(status).to.equal(500);
        expect(JSON.stringify(body)).not.to.match(/hunter2|output|Wrong/);
      }
    });

    it('leaves an HTTP exception of a step as it is', async () => {
      const { status, body } = await post('answers', { text: 'missing', depth: 1 });
      expect(status).to.equal(404);
      expect(body).to.include({ message: 'No such thing' });
    });

    it('ends the response to an aborted run with 499 and without a body', async () => {
      expect(await post('answers', { text: 'aborted', depth: 1 })).to.deep.equal({ status: 499, body: '' });
    });
  });
}

describe('toHttpException', () => {
  it('blames the client for inputs only, whatever else has been checked', async () => {
    const { inputSchema, outputSchema } = new Wrong().withTypes({ inputType: Question, outputType: Reply });
    const failures = {
      'The input of Ask': 422,
      'The output of Wrong': 500,
      'The page that was fetched': 500,
    };
    for (const [subject, status] of Object.entries(failures)) {
      const error = await caught(Promise.resolve().then(() => inputSchema.parse({}, { subject })));
      expect(toHttpException(error).getStatus(), subject).to.equal(status);
    }
    const untitled = await caught(Promise.resolve().then(() => outputSchema.parse({})));
    expect(toHttpException(untitled).getStatus()).to.equal(500);
  });

  it('keeps the error as the cause, for logs', () => {
    const error = new Error('internal');
    const exception = toHttpException(error);
    expect(exception.getStatus()).to.equal(500);
    expect(exception.cause).to.equal(error);
    expect(JSON.stringify(exception.getResponse())).not.to.contain('internal');
  });

  it('knows the timeouts and aborts of the platform', () => {
    expect(toHttpException(new DOMException('late', 'TimeoutError')).getStatus()).to.equal(504);
    expect(toHttpException(new DOMException('left', 'AbortError')).getStatus()).to.equal(499);
  });
});
