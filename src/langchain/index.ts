/**
 * Interoperation with LangChain.js in both directions: import it once in an application that uses LangChain.js or
 * LangGraph.js.
 *
 * Once imported, runs inside runnables of LangChain.js appear in run trees, and messages are converted where they enter
 * LangChain.js. The exports are for the other direction, and for steps that call LangChain.js themselves.
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
export type { ToLangChain } from './convert-messages.js';
export type { LangChainClass, LangChainCore, LangChainMessageClasses } from './core.js';
