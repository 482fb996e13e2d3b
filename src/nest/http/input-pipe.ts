import { Inject, type PipeTransform, type Type } from '@nestjs/common';
import type { RunnableClass } from '../../plan/class-types.js';
import type { Runnable } from '../../plan/runnable.js';
import { toHttpException } from './http-exception.js';

const pipes = new WeakMap<RunnableClass, Type<PipeTransform>>();

/**
 * Makes a pipe that validates a value against the input type of a runnable, as the runnable itself does, and transforms it:
 * where the type is a class, into an instance of it. An invalid value is answered with 422 and every fault.
 *
 * The type is the `input` of the runnable's decorator, or else of its first step; without one, every value passes.
 *
 * @param runnable - A decorated class that the controller's module imports by `forFeature`.
 * @example
 * ```ts
 * import { Body, Controller, Post } from '@nestjs/common';
 * import { IsString } from 'class-validator';
 * import { Runnable, Step } from 'runwright';
 * import { InputPipe } from 'runwright/nest';
 *
 * class Question {
 *   @IsString() text!: string;
 * }
 *
 * @Runnable({ input: Question })
 * class Answer extends Step<Question, string> {
 *   run({ text }: Question): string { return `About ${text}`; }
 * }
 *
 * @Controller()
 * class AnswersController {
 *   constructor(private readonly answer: Answer) {}
 *   @Post('answers')
 *   ask(@Body(InputPipe(Answer)) question: Question): Promise<string> { return this.answer.invoke(question); }
 * }
 * ```
 */
export function InputPipe(runnable: RunnableClass): Type<PipeTransform> {
  let pipe = pipes.get(runnable);
  if (pipe === undefined) pipes.set(runnable, (pipe = pipeFor(runnable)));
  return pipe;
}

function pipeFor(type: RunnableClass): Type<PipeTransform> {
  const subject = `The input of ${type.name}`;
  class RunnableInputPipe implements PipeTransform {
    // An override in a test may lack it.
    readonly #runnable: Partial<Pick<Runnable<unknown, unknown>, 'inputSchema'>>;

    constructor(runnable: Runnable<unknown, unknown>) {
      this.#runnable = runnable;
    }

    async transform(value: unknown): Promise<unknown> {
      try {
        const { inputSchema } = this.#runnable;
        return inputSchema === undefined ? value : await inputSchema.parse(value, { subject });
      } catch (error) {
        throw toHttpException(error);
      }
    }
  }
  Inject(type)(RunnableInputPipe, undefined, 0);
  return RunnableInputPipe;
}
