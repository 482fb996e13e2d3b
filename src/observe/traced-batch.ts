import { Failure, type Node, type Outcome, type Settle } from '../plan/node.js';
import { nextTurn } from '../stream/turn.js';
import { interceptExecution } from './interception.js';
import type { OpenRun } from './open-run.js';

/**
 * Executes a batch within the runs that have been opened for its inputs. Each run ends with the output or the failure of
 * its own input, which is settled after all observers have been notified.
 */
export async function executeBatchTraced<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  runs: readonly OpenRun[],
  settle: Settle<O>,
  limit: number,
): Promise<void> {
  const ending: Promise<void>[] = [];
  const end: Settle<O> = (index, outcome) => {
    const ended = settleRun(runs[index] as OpenRun, outcome, (final) => settle(index, final));
    if (ended !== undefined) ending.push(ended);
  };
  const started = await start(inputs, runs, end);
  try {
    if (runs.some((run) => run.intercepting)) {
      await new Gathering(node, inputs, runs, limit).run(started, end);
    } else {
      await executeSome(node, inputs, runs, started, end, limit);
    }
  } catch (error) {
    // A failure of the batch as a whole; what an observer raises now is lost, since there is an error to throw already.
    await Promise.allSettled(runs.map(async (run) => run.fail(error)));
    throw error;
  } finally {
    await Promise.all(ending);
  }
}

/** Starts the runs, and gives the indices of those to be executed. */
async function start(
  inputs: readonly unknown[],
  runs: readonly OpenRun[],
  end: Settle<never>,
): Promise<readonly number[]> {
  const refused = new Set<number>();
  const refuse = (index: number, error: unknown): void => {
    refused.add(index);
    end(index, new Failure(error));
  };
  await Promise.all(
    runs.map(async (run, index) => {
      run.input = inputs[index];
      try {
        await run.start();
      } catch (error) {
        refuse(index, error);
      }
    }),
  );
  runs.forEach((run, index) => {
    run.watch();
    // The run may have been aborted while observers were notified of its start.
    const { failure } = run.ctx.scope;
    if (failure !== undefined && !refused.has(index)) refuse(index, failure.reason);
  });
  return [...runs.keys()].filter((index) => !refused.has(index));
}

async function executeSome<I, O>(
  node: Node<I, O>,
  inputs: readonly I[],
  runs: readonly OpenRun[],
  which: readonly number[],
  settle: Settle<O>,
  limit: number,
): Promise<void> {
  if (which.length === 0) return;
  await node.executeBatch(
    which.map((index) => inputs[index] as I),
    which.map((index) => (runs[index] as OpenRun).ctx),
    (at, outcome) => settle(which[at] as number, outcome),
    limit,
  );
}

/** Ends a run and then settles its input; gives a promise only if there are observers to wait for. */
function settleRun<O>(
  run: OpenRun,
  outcome: Outcome<O>,
  settle: (outcome: Outcome<O>) => void,
): Promise<void> | undefined {
  const aborted = run.abortion;
  const final = aborted === undefined ? outcome : new Failure(aborted.reason);
  try {
    const told = final instanceof Failure ? run.fail(final.error) : run.end(final);
    if (told !== undefined) {
      return told.then(
        () => settle(final),
        (error: unknown) => settle(new Failure(error)),
      );
    }
    settle(final);
  } catch (error) {
    settle(new Failure(error));
  }
  return undefined;
}

/**
 * A batch whose runs are intercepted one by one: inputs whose interceptors call `next` at about the same time are executed
 * together, and those whose interceptors do not call it are not executed at all.
 */
class Gathering<I, O> {
  #waiting: { readonly index: number; readonly settle: (outcome: Outcome<O>) => void }[] = [];
  readonly #joined = new Set<number>();
  #undecided = 0;
  #scheduled = false;
  #executing = false;

  constructor(
    readonly node: Node<I, O>,
    readonly inputs: readonly I[],
    readonly runs: readonly OpenRun[],
    readonly limit: number,
  ) {}

  async run(which: readonly number[], end: Settle<O>): Promise<void> {
    this.#undecided = which.length;
    await Promise.all(
      which.map(async (index) => {
        const run = this.runs[index] as OpenRun;
        const join = (): Promise<O> => this.#join(index);
        try {
          end(index, (await interceptExecution(run.observers, run.record, join)) as O);
        } catch (error) {
          end(index, new Failure(error));
        }
        if (!this.#joined.has(index)) this.#decide();
      }),
    );
  }

  #join(index: number): Promise<O> {
    this.#joined.add(index);
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        index,
        settle: (outcome) => {
          if (outcome instanceof Failure) reject(outcome.error);
          else resolve(outcome);
        },
      });
      this.#decide();
    });
  }

  /** Executes once all interceptors have decided, or after a turn: one may be waiting for the output of another's run. */
  #decide(): void {
    this.#undecided -= 1;
    if (this.#undecided === 0) this.#execute();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      void nextTurn().then(() => {
        this.#scheduled = false;
        this.#execute();
      });
    }
  }

  #execute(): void {
    // Groups that are executed at the same time would each have the whole limit.
    if (this.#executing && this.limit !== Infinity) return;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#executing = true;
    this.#waiting = [];
    const which = group.map(({ index }) => index);
    const settles = new Map(group.map(({ index, settle }) => [index, settle]));
    void executeSome(
      this.node,
      this.inputs,
      this.runs,
      which,
      (index, outcome) => settles.get(index)?.(outcome),
      this.limit,
    )
      .catch((error: unknown) => group.forEach(({ settle }) => settle(new Failure(error))))
      .then(() => {
        this.#executing = false;
        this.#execute();
      });
  }
}
