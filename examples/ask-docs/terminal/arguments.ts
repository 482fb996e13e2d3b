import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { Question } from '../question.js';
import type { Terminal } from './terminal.js';

/** What is asked where no question is given. */
const DEFAULT_QUESTION = 'How do I abort a retry?';

const INSTALLED = relative(process.cwd(), fileURLToPath(new URL('../../../node_modules', import.meta.url)));

/** What the command line says. */
export interface Arguments {
  readonly question: Question;
  /** Values of configurable fields, by id. */
  readonly configurable: Readonly<Record<string, unknown>>;
  /** Whether to print what can be set, instead of an answer. */
  readonly config: boolean;
  readonly trace: boolean;
}

/**
 * Reads the command line; without a question, prints how to ask one and asks its own.
 *
 * @throws CommanderError after `--help`, and where an argument is wrong, of which a sentence then stands on standard error.
 */
export function parseArguments(argv: readonly string[], { stdout, stderr }: Terminal): Arguments {
  const program = new Command('npm start --')
    .description('Answers a question from Markdown documents, and says where it read the answer.')
    .argument('[question...]', 'what you want to know')
    .option('--docs <folder>', 'folder with the Markdown documents', INSTALLED)
    .option('--model <name>', 'who answers; short for --set model=<name>')
    .option('--set <id=value>', 'set a configurable field; may be repeated', setting, {})
    .option('--config', 'print the JSON Schema of what can be set', false)
    .option('--trace', 'show how long each step took', false)
    .addHelpText('after', HELP)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (message, write) => write(sentence(message)),
    })
    .exitOverride()
    .parse(argv);

  const words = program.processedArgs[0] as string[];
  const { docs, model, set, config, trace } = program.opts<Options>();
  if (words.length === 0 && !config) {
    const usage = `Usage: ${program.name()} ${program.usage()}`;
    stderr.write(`${usage}\n\nNo question was given; asking: ${DEFAULT_QUESTION}\n\n`);
  }
  const text = words.length === 0 ? DEFAULT_QUESTION : words.join(' ').trim();
  if (text === '') program.error('The question is empty.');
  const configurable = model === undefined ? set : { model, ...set };
  return { question: { text, folder: docs }, configurable, config, trace };
}

interface Options {
  readonly docs: string;
  readonly model?: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly config: boolean;
  readonly trace: boolean;
}

/** Adds `id=value` to what is set: a value of JSON where it is one, or else text. */
function setting(argument: string, before: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const at = argument.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be an id and a value, such as temperature=0.2.');
  return { ...before, [argument.slice(0, at)]: valueOf(argument.slice(at + 1)) };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const HELP = `
Models:
  extractive  quotes the sentences that fit best; needs no network
  openai      asks an OpenAI-compatible endpoint: OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL

Examples:
  npm start -- "How do I abort a retry?"
  npm start -- --docs ./docs --trace "How is it installed?"
  npm start -- --model openai --set temperature=0.2 "How do I stream responses with openai?"`;

/** A complaint of the parser, in the form of the program's own. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.?$/, '.\n');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
