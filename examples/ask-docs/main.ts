import 'reflect-metadata';
import { createApp } from 'runwright';
import { AskDocs } from './ask-docs.js';
import { askDocsModule, MODELS } from './module.js';
import { parseArguments } from './terminal/arguments.js';
import { printAnswer } from './terminal/print-answer.js';
import { RunTree } from './terminal/run-tree.js';
import { untilInterrupted } from './terminal/until-interrupted.js';

await untilInterrupted(async (signal) => {
  const { question, model, trace } = parseArguments(process.argv);
  const app = await createApp({ runnables: [AskDocs, MODELS[model]], modules: [askDocsModule(model)] });
  const tree = new RunTree();
  try {
    const chunks = app.get(AskDocs).stream(question, { signal, callbacks: trace ? [tree] : [] });
    await printAnswer(chunks, question.folder, process.stdout);
  } finally {
    await app.close();
    if (trace) process.stderr.write(`\n${tree.toString()}\n`);
  }
});
