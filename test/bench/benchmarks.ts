import type { Benchmark } from './harness/benchmark.js';
import { abortable10 } from './cases/abortable.js';
import { assembly } from './cases/assembly.js';
import { batch10k } from './cases/batch.js';
import { chunks } from './cases/chunks.js';
import { completed } from './cases/completed.js';
import { configurableCached, configurableFirst } from './cases/configurable.js';
import { events, streamedEvents } from './cases/events.js';
import { guarded } from './cases/guarded.js';
import { importing } from './cases/import.js';
import { memory } from './cases/memory.js';
import { nest } from './cases/nest.js';
import { observed, observedLangChain } from './cases/observed.js';
import { parallel10 } from './cases/parallel10.js';
import { scalingBranches, scalingItems, scalingSteps } from './cases/scaling.js';
import { seq10 } from './cases/seq10.js';
import { soak } from './cases/soak.js';
import { stream1000 } from './cases/stream.js';
import { sync10 } from './cases/sync10.js';

/**
 * All benchmarks, in the order in which they run. Those that put AsyncLocalStorage in use come after those that do not:
 * from its first use on, Node 20 spends about five times as long on every promise of the process.
 */
export const benchmarks: readonly Benchmark[] = [
  seq10,
  sync10,
  parallel10,
  stream1000,
  chunks,
  batch10k,
  guarded,
  scalingSteps,
  scalingBranches,
  scalingItems,
  assembly,
  importing,
  abortable10,
  configurableCached,
  configurableFirst,
  observed,
  observedLangChain,
  completed,
  events,
  streamedEvents,
  memory,
  soak,
  nest,
];
