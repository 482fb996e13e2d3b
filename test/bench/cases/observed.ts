import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import {
  RunnableLambda as LangChainLambda,
  RunnableSequence as LangChainSequence,
} from '@langchain/core/runnables';
import { RunnableLambda, RunnableSequence } from 'runwright';
import { overhead } from '../harness/overhead.js';
import { asyncSteps } from './steps.js';

/** Ten steps and the chain around them. */
const RUNS = 11;

let seen = 0;

/** A handler as LangChain's documentation writes one; awaited, so that none of its work falls to who comes next. */
class Counter extends BaseCallbackHandler {
  name = 'counter';
  override awaitHandlers = true;

  override handleChainStart(): void {
    seen += 1;
  }

  override handleChainEnd(): void {
    seen += 1;
  }
}

const callbacks = [new Counter()];

function chainOf(steps: readonly unknown[]): RunnableSequence<number, number> {
  return RunnableSequence.from<readonly unknown[]>(steps) as RunnableSequence<number, number>;
}

export const observed = overhead({
  name: 'observed',
  title: 'ten asynchronous steps with somebody watching, invoke',
  operations() {
    const steps = asyncSteps.map((step) => RunnableLambda.from(step));
    const listened = steps.map((step) => step.withListeners({ onEnd: () => void (seen += 1) }));
    const chain = chainOf(steps);
    const listenedChain = chainOf(listened);
    return {
      bare: () => chain.invoke(1),
      'a listener on each step': { operation: () => listenedChain.invoke(1), runs: RUNS - 1, bar: 1 },
      'a callback handler': {
        operation: () => chain.invoke(1, { callbacks }),
        runs: RUNS,
        bar: 3,
      },
    };
  },
});

export const observedLangChain = overhead({
  name: 'observed-langchain',
  title: 'the same callback handler in @langchain/core',
  operations() {
    const chain = LangChainSequence.from<number, number>(
      asyncSteps.map((step) => LangChainLambda.from(step)) as never,
    );
    return {
      bare: () => chain.invoke(1),
      'a callback handler': { operation: () => chain.invoke(1, { callbacks }), runs: RUNS },
    };
  },
});
