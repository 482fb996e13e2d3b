import {
  RunnableLambda as LangChainLambda,
  RunnableSequence as LangChainSequence,
} from '@langchain/core/runnables';
import { Effect } from 'effect';
import { concatMap, from, lastValueFrom, of, type Observable } from 'rxjs';
import { RunnableSequence } from 'runwright';

type Step = (value: number) => Promise<number>;

/** A chain of asynchronous steps, written in each library. */
export interface Chains {
  readonly hand: (input: number) => Promise<number>;
  readonly runwright: RunnableSequence<number, number>;
  readonly langchain: LangChainSequence<number, number>;
  readonly effect: (input: number) => Effect.Effect<number>;
  readonly rxjs: (input: number) => Promise<number>;
}

/** Writes the same chain in each library. */
export function chainsOf(steps: readonly Step[]): Chains {
  return {
    hand: byHand(steps),
    runwright: RunnableSequence.from<readonly unknown[]>(steps) as RunnableSequence<number, number>,
    langchain: LangChainSequence.from<number, number>(
      steps.map((step) => LangChainLambda.from(step)) as never,
    ),
    effect: inEffect(steps),
    rxjs: inRxjs(steps),
  };
}

function byHand(steps: readonly Step[]) {
  return async (input: number): Promise<number> => {
    let value = input;
    for (const step of steps) value = await step(value);
    return value;
  };
}

function inEffect(steps: readonly Step[]) {
  return (input: number): Effect.Effect<number> =>
    Effect.gen(function* () {
      let value = input;
      for (const step of steps) value = yield* Effect.promise(() => step(value));
      return value;
    });
}

function inRxjs(steps: readonly Step[]) {
  return (input: number): Promise<number> => {
    let values: Observable<number> = of(input);
    for (const step of steps) values = values.pipe(concatMap((value) => from(step(value))));
    return lastValueFrom(values);
  };
}
