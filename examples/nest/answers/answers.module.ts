import { Module } from '@nestjs/common';
import { RunwrightModule } from 'runwright/nest';
import { AnswerQuestion } from './answer-question.js';
import { AnswersController } from './answers.controller.js';
import { Passages } from './passages.js';

/** What the steps of the chain want injected, they find here. */
@Module({
  imports: [RunwrightModule.forFeature([AnswerQuestion])],
  providers: [Passages],
  controllers: [AnswersController],
})
export class AnswersModule {}
