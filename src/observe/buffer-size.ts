import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { EventStreamOptions } from '../plan/stream-event.js';

/** How many events may wait to be read unless the caller says so. */
const DEFAULT = 128;

/** How many events may wait to be read, as the options say. */
export function bufferSizeOf({ bufferSize = DEFAULT }: EventStreamOptions, where: string): number {
  if (bufferSize >= 1) return bufferSize;
  throw new InvalidOptionError(where, 'bufferSize', 'a number from 1', bufferSize);
}
