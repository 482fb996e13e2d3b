import { CommanderError } from 'commander';
import { createApp, InvalidConfigError } from 'runwright';
import { AskDocs } from './ask-docs.js';
import { ExtractiveModel } from './answer/extractive-model.js';
import { OpenAISettings } from './answer/openai-settings.js';
import { askDocsModule } from './module.js';
import { parseArguments } from './terminal/arguments.js';
import { checkIds } from './terminal/check-ids.js';
import { printAnswer } from './terminal/print-answer.js';
import { RunTree } from './terminal/run-tree.js';
import type { Terminal } from './terminal/terminal.js';
import { UserError } from './user-error.js';

/**
 * Answers the question of a command line, until its signal is aborted; what goes wrong is told in one sentence on
 * standard error.
 *
 * @returns the exit code.
 */
export async function program(
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  try {
    await answer(argv, terminal, signal);
    return 0;
  } catch (error) {
    // Of the command line: what there is to say has been printed.
    if (error instanceof CommanderError) return error.exitCode;
    terminal.stderr.write(signal.aborted ? '\nStopped.\n' : `${sentenceOf(error)}\n`);
    return signal.aborted ? 130 : 1;
  }
}

async function answer(argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { question, configurable, config, trace } = parseArguments(argv, terminal);
  const app = await createApp({
    runnables: [AskDocs, ExtractiveModel],
    modules: [askDocsModule(terminal)],
  });
  const tree = new RunTree();
  try {
    const askDocs = app.get(AskDocs);
    if (config) {
      terminal.stdout.write(`${JSON.stringify(askDocs.getConfigJsonSchema(), undefined, 2)}\n`);
      return;
    }
    checkIds(configurable, askDocs.configSpecs);
    // Found out when the model is asked, it would be after all documents were indexed.
    if (configurable['model'] === 'openai') app.container.get(OpenAISettings).check();
    const callbacks = trace ? [tree] : [];
    const chunks = askDocs.stream(question, { signal, callbacks, configurable });
    await printAnswer(chunks, question.folder, terminal.stdout);
  } finally {
    await app.close();
    if (tree.toString() !== '') terminal.stderr.write(`\n${tree.toString()}\n`);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UserError || error instanceof InvalidConfigError) return error.message;
  return `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
