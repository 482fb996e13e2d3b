import { IsString, Length } from 'class-validator';

/** What clients send, and what the chain takes. */
export class Question {
  @IsString()
  @Length(1, 500)
  readonly text!: string;
}
