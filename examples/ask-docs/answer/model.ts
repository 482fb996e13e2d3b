import { type Message, Step } from 'runwright';

/** A model that answers messages with text, as it comes; which, is bound in `module.ts`. */
export abstract class Model extends Step<Message[], string> {}
