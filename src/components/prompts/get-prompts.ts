import type { RunnableConfig } from '../../plan/config.js';
import type { Node } from '../../plan/node.js';
import { attach } from '../../run/attach.js';
import { configOf } from '../../schema/described.js';
import type { Message } from '../messages/coerce-message.js';
import { BasePromptTemplate } from './base-prompt-template.js';

/** A prompt with any variables. */
export type AnyPromptTemplate = BasePromptTemplate<Record<string, unknown>, string | Message[]>;

/** The prompts within a node, each once, in the order of its parts. */
function promptsOf(node: Node, config: RunnableConfig | undefined): AnyPromptTemplate[] {
  if (node instanceof BasePromptTemplate) return [node as AnyPromptTemplate];
  const { parts } = node.structure(config);
  return [...new Set(parts.flatMap((part) => promptsOf(part.node, configOf(part, config))))];
}

declare module '../../plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named alike in every declaration
  interface Runnable<in I, out O> {
    /**
     * Returns the prompts within this runnable, each once, as configured by a config.
     */
    getPrompts(config?: RunnableConfig): readonly AnyPromptTemplate[];
  }
}

attach('getPrompts', function (config?: RunnableConfig) {
  return promptsOf(this, config);
});
