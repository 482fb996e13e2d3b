import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { turns } from './turns.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects garbage until nothing more is found, weak references included. */
export async function gc(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await turns();
    collectGarbage();
  }
}
