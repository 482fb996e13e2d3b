/**
 * Every error code of the library, by phase: A1xx declaration, A2xx assembly, R3xx run, S4xx serve.
 *
 * Codes are stable: a code is never reused for another fault.
 */
export const ErrorCode = {
  /** A class has no kind decorator, or more than one. */
  Declaration: 'A101',
  /** An option of a decorator or combinator has a value it cannot have. */
  InvalidOption: 'A102',
  /** Something that is no runnable, function, object literal or class stands where a step is expected. */
  InvalidStep: 'A103',
  /** A tool is made of something of which nothing says what arguments it takes. */
  UntypedTool: 'A104',
  /** A constructor argument, property or step has no provider in the container. */
  NoProvider: 'A201',
  /** A class decorated with `@Runnable()` has neither `run` nor `runStream`. */
  NoRun: 'A202',
  /** Classes contain one another, so that no order of construction exists. */
  CircularChain: 'A203',
  /** The compiler emitted no constructor types. */
  NoTypeMetadata: 'A204',
  /** `reflect-metadata` was not loaded before the decorated classes. */
  NoReflectMetadata: 'A205',
  /** A class is used as a step without any of the decorators. */
  NotDecorated: 'A206',
  /** A class needs constructor arguments, but was created without a container. */
  NeedsContainer: 'A207',
  /** A provider failed while the container built it. */
  ProviderFailed: 'A208',
  /** A constructor argument has a type that is not there at run time: an interface, or an `import type`. */
  UntypedArgument: 'A210',
  /** A class that outlives a run wants something injected of which each run has its own. */
  ScopeMismatch: 'A211',
  /** A value that the application gives a configurable field does not fit, or fits no field. */
  InvalidConfigurable: 'A212',
  /** A Nest module uses runnables, but no `RunwrightModule.forRoot()` assembles them. */
  RootMissing: 'A213',
  /** A runnable is among the providers of a Nest module, where nothing assembles it. */
  Unassembled: 'A214',
  /** A test puts something in the place of what the application does not have. */
  UnmetOverride: 'A220',
  /** Functions returned runnables, nested deeper than `recursionLimit`. */
  RecursionLimit: 'R301',
  /** Chunks of a generator cannot be added to one value. */
  NotAddable: 'R302',
  /** A synchronous run met an asynchronous step. */
  Asynchronous: 'R303',
  /** A run was aborted with a reason that is no Error. */
  Aborted: 'R304',
  /** A run, its first chunk, or the pause between two chunks took too long. */
  Timeout: 'R305',
  /** A step received an input of a shape it cannot work on. */
  InvalidInput: 'R306',
  /** The config of a call is wrong. */
  InvalidConfig: 'R307',
  /** A router has no runnable under the key. */
  NoRoute: 'R308',
  /** A fallback's stream ended without a chunk. */
  EmptyStream: 'R309',
  /** A value does not have the type that was declared for it. */
  Validation: 'R310',
  /** A graph cannot hold, or cannot draw, what it was given. */
  Graph: 'R311',
  /** An optional package is not installed. */
  MissingPeer: 'R312',
  /** Nothing says what a runnable takes or gives. */
  NoType: 'R313',
  /** A runnable cannot be built from its serialised form. */
  Load: 'R314',
  /** An interceptor called `next` more than once. */
  NextCalledTwice: 'R320',
  /** An event was dispatched outside of any run. */
  OutsideRun: 'R321',
  /** The application is being shut down. */
  ShutDown: 'R330',
  /** A variable of a prompt has no value. */
  MissingVariable: 'R351',
  /** The answer of a model is not in the format that a parser reads. */
  UnparsableAnswer: 'R352',
  /** The endpoint of a model gave no answer, or only a part of one. */
  ModelAnswer: 'R353',
} as const;

/** One of the stable codes of {@link ErrorCode}. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
