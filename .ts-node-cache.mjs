// Keeps what ts-node makes of each file: to compile anew takes a process some seconds, and the tests start many.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('./node_modules/.cache/ts-node/', import.meta.url);

/** What the output depends on besides the file: the compiler and its options. */
const compiler = createRequire(import.meta.url)('typescript/package.json').version;
const options = await readFile(new URL('./tsconfig.json', import.meta.url));

/** Written aside first, because another process may read it meanwhile. */
async function keep(file, source) {
  const aside = new URL(randomUUID(), FOLDER);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(aside, source);
  await rename(aside, file);
}

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) {
    return nextLoad(url, context);
  }
  const text = await readFile(fileURLToPath(url));
  const hash = createHash('sha256').update(compiler).update(options).update(url).update(text);
  const file = new URL(`${hash.digest('hex')}.js`, FOLDER);
  try {
    return { format: 'module', source: await readFile(file), shortCircuit: true };
  } catch {
    const loaded = await nextLoad(url, context);
    await keep(file, loaded.source).catch(() => undefined); // a folder that cannot be written costs time only
    return loaded;
  }
}
