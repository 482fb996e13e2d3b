import { InvalidConfigError } from 'runwright';
import { UserError } from '../user-error.js';

/**
 * Runs a program until it ends or Ctrl-C aborts its signal, and sets the exit code; what goes wrong is told in one
 * sentence on standard error.
 */
export async function untilInterrupted(program: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  // Whoever reads may have had enough, as `head` does: there is nobody left to tell.
  process.stdout.on('error', () => process.exit());
  try {
    await program(controller.signal);
  } catch (error) {
    const { aborted } = controller.signal;
    process.stderr.write(aborted ? '\nStopped.\n' : `${sentenceOf(error)}\n`);
    process.exitCode = aborted ? 130 : 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UserError || error instanceof InvalidConfigError) return error.message;
  return `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
