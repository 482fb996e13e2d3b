import * as dispatch from '@langchain/core/callbacks/dispatch';
import * as histories from '@langchain/core/chat_history';
import * as messages from '@langchain/core/messages';
import * as parsers from '@langchain/core/output_parsers';
import * as prompts from '@langchain/core/prompts';
import * as retrievers from '@langchain/core/retrievers';
import * as runnables from '@langchain/core/runnables';
import * as tools from '@langchain/core/tools';
import * as calling from '@langchain/core/utils/function_calling';
import * as testing from '@langchain/core/utils/testing';
import * as olderDispatch from 'langchain-core-0.3/callbacks/dispatch';
import * as olderHistories from 'langchain-core-0.3/chat_history';
import * as olderMessages from 'langchain-core-0.3/messages';
import * as olderParsers from 'langchain-core-0.3/output_parsers';
import * as olderPrompts from 'langchain-core-0.3/prompts';
import * as olderRetrievers from 'langchain-core-0.3/retrievers';
import * as olderRunnables from 'langchain-core-0.3/runnables';
import * as olderTools from 'langchain-core-0.3/tools';
import * as olderCalling from 'langchain-core-0.3/utils/function_calling';
import * as olderTesting from 'langchain-core-0.3/utils/testing';
import type { LangChainCore } from 'runwright/langchain';

/** One installed copy of LangChain.js. */
export interface Copy {
  readonly version: string;
  readonly core: LangChainCore;
  readonly calling: typeof calling;
  readonly dispatch: typeof dispatch;
  readonly histories: typeof histories;
  readonly messages: typeof messages;
  readonly parsers: typeof parsers;
  readonly prompts: typeof prompts;
  readonly retrievers: typeof retrievers;
  readonly runnables: typeof runnables;
  readonly tools: typeof tools;
  readonly testing: typeof testing;
}

/** The two copies that the tests have in one process; the older one is used as if it had the types of the newer. */
export const copies: readonly Copy[] = [
  {
    version: '1.x',
    core: { ...messages, Runnable: runnables.Runnable },
    ...{ calling, dispatch, histories, messages, parsers, prompts, retrievers, runnables, tools, testing },
  },
  {
    version: '0.3',
    core: { ...olderMessages, Runnable: olderRunnables.Runnable },
    calling: olderCalling as never,
    dispatch: olderDispatch as never,
    histories: olderHistories as never,
    messages: olderMessages as never,
    parsers: olderParsers as never,
    prompts: olderPrompts as never,
    retrievers: olderRetrievers as never,
    runnables: olderRunnables as never,
    tools: olderTools as never,
    testing: olderTesting as never,
  },
];
