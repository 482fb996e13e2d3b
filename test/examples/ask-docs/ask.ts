import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { program } from '../../../examples/ask-docs/program.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What became of a run of the program. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link askProcess}. */
export interface AskOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process and what it has written to standard output so far, whenever that grows. */
  readonly onOutput?: (process: ChildProcess, stdout: string) => void;
}

/** Runs the example as a user does, in a process of its own, with the arguments of a command line. */
export function askProcess(args: readonly string[], { env = {}, onOutput }: AskOptions = {}): Promise<Run> {
  const node = ['--import', './.ts-node.mjs', '--conditions=@runwright/source'];
  const child = spawn(process.execPath, [...node, 'examples/ask-docs/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(child, stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the example in this process, where it is not the process that is looked at. */
export async function ask(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([text(stdout), text(stderr)]);
  const argv = [process.execPath, 'examples/ask-docs/main.ts', ...args];
  const code = await program(argv, { env, stdout, stderr }, new AbortController().signal);
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { code, stdout: stripVTControlCharacters(out), stderr: stripVTControlCharacters(err) };
}
