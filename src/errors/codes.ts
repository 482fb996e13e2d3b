/**
 * Every error code of the library, by phase: A1xx declaration, A2xx assembly, R3xx run, S4xx serve.
 *
 * Codes are stable: a code is never reused for another fault.
 */
export const ErrorCode = {
  /** A class has no kind decorator, or more than one. */
  Declaration: 'A101',
  /** An option of a decorator or combinator has an invalid value. */
  InvalidOption: 'A102',
  /** A value other than a runnable, function, object literal or class is given where a step is expected. */
  InvalidStep: 'A103',
  /** A tool is made of a runnable whose arguments are not declared anywhere. */
  UntypedTool: 'A104',
  /** A constructor argument, property or step has no provider in the container. */
  NoProvider: 'A201',
  /** A class decorated with `@Runnable()` has neither `run` nor `runStream`. */
  NoRun: 'A202',
  /** Classes contain one another, or providers depend on one another, so that none can be made first. */
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
  /** A constructor argument has a type that does not exist at run time: an interface, or an `import type`. */
  UntypedArgument: 'A210',
  /** A class that outlives a run has something injected of which each run has its own instance. */
  ScopeMismatch: 'A211',
  /** The application gives a configurable field an invalid value, or a value to a field that does not exist. */
  InvalidConfigurable: 'A212',
  /** A Nest module uses runnables, but no `RunwrightModule.forRoot()` assembles them. */
  RootMissing: 'A213',
  /** A runnable is among the providers of a Nest module, where nothing assembles it. */
  Unassembled: 'A214',
  /** A test replaces something that is not in the application. */
  UnmetOverride: 'A220',
  /** Functions returned runnables, nested deeper than `recursionLimit`. */
  RecursionLimit: 'R301',
  /** The chunks of a generator cannot be added up to one value. */
  NotAddable: 'R302',
  /** A synchronous run met an asynchronous step. */
  Asynchronous: 'R303',
  /** A run was aborted with a reason that is not an Error. */
  Aborted: 'R304',
  /** A run, its first chunk, or the pause between two chunks took too long. */
  Timeout: 'R305',
  /** A step received an input whose shape it cannot work on. */
  InvalidInput: 'R306',
  /** The config of a call is invalid. */
  InvalidConfig: 'R307',
  /** A router has no runnable under the key. */
  NoRoute: 'R308',
  /** A fallback's stream ended without a chunk. */
  EmptyStream: 'R309',
  /** A value does not match its declared type. */
  Validation: 'R310',
  /** A graph was given an invalid node or edge, or cannot be drawn. */
  Graph: 'R311',
  /** An optional package is not installed. */
  MissingPeer: 'R312',
  /** The input or output type of a runnable is neither declared nor can be inferred. */
  NoType: 'R313',
  /** A runnable cannot be built from its serialised form. */
  Load: 'R314',
  /** An interceptor called `next` more than once. */
  NextCalledTwice: 'R320',
  /** An event was dispatched outside of any run. */
  OutsideRun: 'R321',
  /** The application is shutting down. */
  ShutDown: 'R330',
  /** A variable of a prompt has no value. */
  MissingVariable: 'R351',
  /** The answer of a model is not in the format that a parser expects. */
  UnparsableAnswer: 'R352',
  /** The endpoint of a model returned no answer, or an incomplete one. */
  ModelAnswer: 'R353',
} as const;

/** One of the stable codes of {@link ErrorCode}. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
