import { Body, Controller, Get, HttpCode, Post, Query, Sse, SseSignal, UseFilters } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import type { Observable } from 'rxjs';
import {
  InputPipe,
  RunnableExceptionFilter,
  RunwrightHealthIndicator,
  sse,
  type RunwrightHealth,
} from 'runwright/nest';
import { AnswerQuestion } from './answer-question.js';
import { Question } from './question.js';

@UseFilters(RunnableExceptionFilter)
@Controller()
export class AnswersController {
  constructor(
    private readonly answer: AnswerQuestion,
    private readonly indicator: RunwrightHealthIndicator,
  ) {}

  /** The whole answer at once: `POST /answers` with `{ "text": "…" }`. */
  @Post('answers')
  @HttpCode(200)
  async ask(
    @Body(InputPipe(AnswerQuestion)) question: Question,
    @Query('length') length?: string,
  ): Promise<{ answer: string }> {
    return { answer: await this.answer.invoke(question, { configurable: { length } }) };
  }

  /** The answer as it is made: `GET /answers?text=…`, for an EventSource. A client that leaves aborts the run. */
  @Sse('answers')
  stream(
    @Query(InputPipe(AnswerQuestion)) question: Question,
    @SseSignal() signal: AbortSignal,
  ): Observable<MessageEvent> {
    return sse(this.answer.stream(question, { signal }), { end: 'end' });
  }

  @Get('health')
  health(): RunwrightHealth {
    return this.indicator.check('answers');
  }
}
