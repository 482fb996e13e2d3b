import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a module in a process of its own, for in this one everything is loaded; gives what it prints, read as JSON. */
export async function printedBy(code: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './.ts-node.mjs', '--conditions=@runwright/source', '--input-type=module', '--eval', code],
    { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return JSON.parse(stdout);
}
