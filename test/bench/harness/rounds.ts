import { performance } from 'node:perf_hooks';

/** What is measured: one operation, synchronous or not. */
export type Operation = () => unknown;

/** Milliseconds of one contender's turn: long enough for the clock, short enough for most to pass undisturbed. */
const TURN_MS = 4;
const WARM_UP_MS = 400;
const ATTEMPTS = 8;
/** A contender that takes longer than this for one operation, in milliseconds, sits out all but the first rounds. */
const SLOW_MS = 100;
const ROUNDS_OF_THE_SLOW = 5;

/**
 * Times contenders in interleaved rounds, so that a noisy moment of the machine hits all of them, each with as many
 * operations a turn as fill it.
 *
 * @returns nanoseconds an operation, by contender and round; undefined where a slow contender sat out.
 */
export async function timeRounds(
  contenders: ReadonlyMap<string, Operation>,
  rounds: number,
): Promise<Map<string, (number | undefined)[]>> {
  const entrants = [];
  for (const [name, operation] of contenders) entrants.push(await warmUp(name, operation));
  const times = new Map(entrants.map(({ name }) => [name, [] as (number | undefined)[]]));
  for (let round = 0; round < rounds; round += 1) {
    // Each round another one begins: who follows whom must not matter.
    for (let turn = 0; turn < entrants.length; turn += 1) {
      const entrant = entrants[(round + turn) % entrants.length] as Entrant;
      const sitsOut = entrant.isSlow && round >= ROUNDS_OF_THE_SLOW;
      times.get(entrant.name)?.push(sitsOut ? undefined : await time(entrant));
    }
  }
  return times;
}

interface Entrant {
  readonly name: string;
  readonly operation: Operation;
  readonly asynchronous: boolean;
  /** Operations a turn. */
  readonly count: number;
  readonly isSlow: boolean;
}

async function warmUp(name: string, operation: Operation): Promise<Entrant> {
  const first = operation();
  const asynchronous = first instanceof Promise;
  await first;
  let entrant: Entrant = { name, operation, asynchronous, count: 1, isSlow: false };
  const until = performance.now() + WARM_UP_MS;
  do {
    const ms = (await time(entrant)) / 1e6;
    entrant = { ...entrant, count: Math.max(1, Math.round(TURN_MS / ms)), isSlow: ms > SLOW_MS };
  } while (performance.now() < until);
  return entrant;
}

/** Times one turn; a short one in which the system took the processor away is repeated, a few times at most. */
async function time(entrant: Entrant): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const switches = process.resourceUsage().involuntaryContextSwitches;
    const ms = await timeOnce(entrant);
    const disturbed = process.resourceUsage().involuntaryContextSwitches > switches;
    if (!disturbed || ms > 4 * TURN_MS || attempt === ATTEMPTS) return (ms * 1e6) / entrant.count;
  }
}

async function timeOnce({ operation, asynchronous, count }: Entrant): Promise<number> {
  const started = performance.now();
  if (asynchronous) for (let done = 0; done < count; done += 1) await operation();
  else for (let done = 0; done < count; done += 1) operation();
  return performance.now() - started;
}
