import type { LangChainMessage } from '../components/messages/langchain-message.js';
import type { BaseMessage } from '../components/messages/message.js';

/**
 * What a runnable of LangChain.js accepts in addition when it is a step: messages of this library wherever it takes
 * messages, whether alone, in a list, or as the values of an object.
 */
export type AcceptedBy<I> = unknown extends I ? never : I extends unknown ? Accepted<I> : never;

type Accepted<I> = I extends LangChainMessage
  ? BaseMessage
  : I extends readonly (infer M)[]
    ? TakesMessages<M> extends true
      ? readonly (M | BaseMessage)[]
      : never
    : I extends Literal
      ? AcceptedValues<I>
      : never;

type TakesMessages<M> = unknown extends M
  ? false
  : [Extract<M, LangChainMessage>] extends [never]
    ? false
    : true;

/** Plain objects; an object with methods does not fit an index signature. */
type Literal = Readonly<Record<string, unknown>>;

type AcceptedValues<I extends Literal> = [Extract<keyof I, MessageKeys<I>>] extends [never]
  ? never
  : { readonly [K in keyof I]: I[K] | AcceptedValue<I[K]> };

type MessageKeys<I> = { [K in keyof I]: [AcceptedValue<I[K]>] extends [never] ? never : K }[keyof I];

type AcceptedValue<V> = unknown extends V
  ? never
  : V extends LangChainMessage
    ? BaseMessage
    : V extends readonly (infer M)[]
      ? TakesMessages<M> extends true
        ? readonly (M | BaseMessage)[]
        : never
      : never;

declare module '../plan/step-types.js' {
  interface ConvertedInputs<I> {
    readonly langchain: AcceptedBy<I>;
  }
}
