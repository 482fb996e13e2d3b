export { RunnableBase } from './run/runnable.js';
export { RunnableLambda } from './run/lambda.js';
export { RunnableGenerator } from './run/generator.js';
export { RunnableSequence } from './run/sequence.js';
export { RunnableParallel, RunnableMap } from './run/parallel.js';
