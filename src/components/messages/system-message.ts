import { BaseMessage } from './message.js';

/**
 * An instruction to the model on how to behave.
 *
 * @example
 * ```ts
 * import { SystemMessage } from 'runwright';
 *
 * const system = new SystemMessage('Answer in one sentence.');
 * ```
 */
export class SystemMessage extends BaseMessage {
  readonly type = 'system';
}
