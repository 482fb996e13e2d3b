import type { Benchmark } from './harness/benchmark.js';
import { abortable10 } from './cases/abortable.js';
import { batch10k } from './cases/batch.js';
import { configurableCached, configurableFirst } from './cases/configurable.js';
import { importing } from './cases/import.js';
import { memory } from './cases/memory.js';
import { parallel10 } from './cases/parallel10.js';
import { scalingBranches, scalingItems, scalingSteps } from './cases/scaling.js';
import { seq10 } from './cases/seq10.js';
import { stream1000 } from './cases/stream.js';
import { sync10 } from './cases/sync10.js';

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  seq10,
  sync10,
  parallel10,
  stream1000,
  batch10k,
  abortable10,
  configurableCached,
  configurableFirst,
  scalingSteps,
  scalingBranches,
  scalingItems,
  memory,
  importing,
];
