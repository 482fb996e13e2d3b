import { InvalidOptionError } from '../errors/declaration-errors.js';
import type { EventStreamOptions } from '../plan/stream-event.js';

/** How many events may wait to be read unless the caller says otherwise. */
const DEFAULT = 128;

/**
 * Reads from options how many events may wait to be read.
 *
 * @param where - The method that was given the options, for the message.
 * @throws {@link InvalidOptionError} for anything but a number from 1.
 */
export function bufferSizeOf({ bufferSize = DEFAULT }: EventStreamOptions, where: string): number {
  if (typeof bufferSize === 'number' && bufferSize >= 1) return bufferSize;
  throw new InvalidOptionError(where, 'bufferSize', 'a number from 1', bufferSize);
}
