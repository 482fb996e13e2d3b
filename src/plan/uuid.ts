import { loadCrypto } from '../errors/crypto.js';

const POOL = 4096;
const pool = Buffer.allocUnsafe(POOL);
let used = POOL;
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes a time-ordered UUID of version 7.
 *
 * Random bytes come from a pool: requesting ten of them from the system takes longer than the rest of a run.
 *
 * @see RFC 9562, section 5.7
 */
export function uuidv7(now: number = Date.now()): string {
  if (used + 10 > POOL) {
    loadCrypto().randomFillSync(pool);
    used = 0;
  }
  const byte = (offset: number): number => pool[used + offset] as number;
  const text = (value: number): string => hex[value] as string;
  const id =
    timeOf(now) +
    `${text(0x70 | (byte(0) & 0x0f))}${text(byte(1))}-` +
    `${text(0x80 | (byte(2) & 0x3f))}${text(byte(3))}-` +
    text(byte(4)) +
    text(byte(5)) +
    text(byte(6)) +
    text(byte(7)) +
    text(byte(8)) +
    text(byte(9));
  used += 10;
  return id;
}

let lastTime = -1;
let lastText = '';

/** The part of an id that encodes the time, cached because many runs start within the same millisecond. */
function timeOf(now: number): string {
  if (now !== lastTime) {
    const time = now.toString(16).padStart(12, '0');
    lastText = `${time.slice(0, 8)}-${time.slice(8)}-`;
    lastTime = now;
  }
  return lastText;
}
