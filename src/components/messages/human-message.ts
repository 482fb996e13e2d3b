import { BaseMessage } from './message.js';

/**
 * A message of the user to the model.
 *
 * @example
 * ```ts
 * import { HumanMessage } from 'runwright';
 *
 * const question = new HumanMessage('Why is the sky blue?');
 * const picture = new HumanMessage([
 *   { type: 'text', text: 'What is in this picture?' },
 *   { type: 'image', url: 'https://example.com/sky.png' },
 * ]);
 * ```
 */
export class HumanMessage extends BaseMessage {
  readonly type = 'human';
}
