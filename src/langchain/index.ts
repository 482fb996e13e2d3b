/**
 * LangChain.js both ways: import it where the application uses LangChain.js or LangGraph.js.
 *
 * Loaded, it has the runs inside runnables of LangChain.js appear in run trees, and converts messages where they enter
 * LangChain.js. The exports are for the other direction, and for what steps call by themselves.
 *
 * @packageDocumentation
 */

import './converted-inputs.js';
import './driver.js';

export { toLangChain, type ToLangChainOptions } from './to-langchain.js';
export { toLangChainMessage, toLangChainMessages, type LangChainMessageOf } from './to-langchain-message.js';
export { fromLangChainMessage } from '../components/messages/from-langchain-message.js';
export { fromLangChainMessages } from './from-langchain-messages.js';
export { toLangChainConfig, type LangChainConfig } from './langchain-config.js';
export type { ToLangChain } from './convert.js';
export type { LangChainClass, LangChainCore, LangChainMessageClasses } from './core.js';
