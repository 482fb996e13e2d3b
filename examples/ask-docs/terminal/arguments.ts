import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { MODELS } from '../module.js';
import type { Question } from '../question.js';

/** What is asked where no question is given. */
const DEFAULT_QUESTION = 'How do I abort a retry?';

const INSTALLED = relative(process.cwd(), fileURLToPath(new URL('../../../node_modules', import.meta.url)));

/** What the command line says. */
export interface Arguments {
  readonly question: Question;
  readonly model: keyof typeof MODELS;
  readonly trace: boolean;
}

/**
 * Reads the command line; without a question, prints how to ask one and asks its own.
 *
 * Ends the process after `--help`, and with a sentence on standard error where an argument is wrong.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const program = new Command('npm start --')
    .description('Answers a question from Markdown documents, and says where it read the answer.')
    .argument('[question...]', 'what you want to know')
    .option('--docs <folder>', 'folder with the Markdown documents', INSTALLED)
    .addOption(new Option('--model <name>', 'who answers').choices(Object.keys(MODELS)).default('extractive'))
    .option('--trace', 'show how long each step took', false)
    .addHelpText('after', HELP)
    .configureOutput({ outputError: (message, write) => write(sentence(message)) })
    .parse(argv);

  const words = program.processedArgs[0] as string[];
  const { docs, model, trace } = program.opts<{ docs: string; model: keyof typeof MODELS; trace: boolean }>();
  if (words.length === 0) {
    const usage = `Usage: ${program.name()} ${program.usage()}`;
    process.stderr.write(`${usage}\n\nNo question was given; asking: ${DEFAULT_QUESTION}\n\n`);
  }
  const text = words.length === 0 ? DEFAULT_QUESTION : words.join(' ').trim();
  if (text === '') program.error('The question is empty.');
  return { question: { text, folder: docs }, model, trace };
}

const HELP = `
Models:
  extractive  quotes the sentences that fit best; needs no network
  openai      asks an OpenAI-compatible endpoint: OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL

Examples:
  npm start -- "How do I abort a retry?"
  npm start -- --docs ./docs --trace "How is it installed?"`;

/** A complaint of the parser, in the form of the program's own. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.?$/, '.\n');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
