import { Inject, type PipeTransform, type Type } from '@nestjs/common';
import type { RunnableClass } from '../../plan/class-types.js';
import type { Runnable } from '../../plan/runnable.js';
import { toHttpException } from './http-exception.js';

const pipes = new WeakMap<RunnableClass, Type<PipeTransform>>();

/**
 * Makes a pipe that holds a value to the type of a runnable's input, as the runnable itself would, and gives it as that
 * type wants it: with a class, as an instance of it. A value that is not valid is answered with 422 and every fault.
 *
 * The type is the `input` of the runnable's decorator, or else of its first step; one that has none lets all values pass.
 *
 * @param runnable - A decorated class that the controller's module has by `forFeature`.
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
  class RunnableInputPipe implements PipeTransform {
    readonly #runnable: Partial<Pick<Runnable<unknown, unknown>, 'inputSchema'>>;

    constructor(runnable: Runnable<unknown, unknown>) {
      this.#runnable = runnable;
    }

    async transform(value: unknown): Promise<unknown> {
      try {
        const { inputSchema } = this.#runnable;
        return inputSchema === undefined ? value : await inputSchema.parse(value);
      } catch (error) {
        throw toHttpException(error);
      }
    }
  }
  Inject(type)(RunnableInputPipe, undefined, 0);
  return RunnableInputPipe;
}
