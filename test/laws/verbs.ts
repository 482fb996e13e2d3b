import type { RunnableConfig } from 'runwright';
import { fc, named } from '../support/properties.js';
import type { Text } from './build.js';
import { outcomeOf, streamed, type Outcome } from './lawful.js';

/** A way to run a composition to its end. */
export type Verb = (runnable: Text, input: string, config: RunnableConfig) => Promise<Outcome>;

const invoke: Verb = (runnable, input, config) => outcomeOf(() => runnable.invoke(input, config));

const stream: Verb = async (runnable, input, config) =>
  (await streamed(runnable.stream(input, config))).outcome;

const batch: Verb = (runnable, input, config) => outcomeOf(() => runnable.batch([input, input], config));

/** Its outcome is that of the input that was completed last: the others may have been before an abort. */
const batchAsCompleted: Verb = async (runnable, input, config) => {
  const options = { returnExceptions: true, maxConcurrency: 2 } as const;
  const { chunks, outcome } = await streamed(
    runnable.batchAsCompleted([input, input, input], config, options),
  );
  const [, last] = (chunks.at(-1) ?? []) as [number?, unknown?];
  return last instanceof Error ? { error: last } : outcome;
};

const events: Verb = async (runnable, input, config) =>
  (await streamed(runnable.streamEvents(input, config))).outcome;

/** Any of the public ways to run something. */
export const anyVerb: fc.Arbitrary<Verb> = fc.constantFrom(
  ...Object.entries({ invoke, stream, batch, batchAsCompleted, events }).map(([name, verb]) =>
    named(name, verb),
  ),
);

/** Reads one chunk of a stream, and leaves it. */
export const leave: Verb = (runnable, input, config) =>
  outcomeOf(async () => {
    for await (const _ of runnable.stream(input, config)) break;
  });
