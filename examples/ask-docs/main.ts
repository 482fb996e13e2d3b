import 'reflect-metadata';
import { createApp } from 'runwright';
import { AskDocs } from './ask-docs.js';
import { ExtractiveModel } from './answer/extractive-model.js';
import { askDocsModule } from './module.js';
import { parseArguments } from './terminal/arguments.js';
import { checkIds } from './terminal/check-ids.js';
import { printAnswer } from './terminal/print-answer.js';
import { RunTree } from './terminal/run-tree.js';
import { untilInterrupted } from './terminal/until-interrupted.js';

await untilInterrupted(async (signal) => {
  const { question, configurable, config, trace } = parseArguments(process.argv);
  const app = await createApp({ runnables: [AskDocs, ExtractiveModel], modules: [askDocsModule()] });
  const tree = new RunTree();
  try {
    const askDocs = app.get(AskDocs);
    if (config) {
      process.stdout.write(`${JSON.stringify(askDocs.getConfigJsonSchema(), undefined, 2)}\n`);
      return;
    }
    checkIds(configurable, askDocs.configSpecs);
    const callbacks = trace ? [tree] : [];
    const chunks = askDocs.stream(question, { signal, callbacks, configurable });
    await printAnswer(chunks, question.folder, process.stdout);
  } finally {
    await app.close();
    if (trace) process.stderr.write(`\n${tree.toString()}\n`);
  }
});
