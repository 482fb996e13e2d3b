import { ErrorCode } from '../errors/codes.js';
import { AssemblyError, type Fault } from '../errors/assembly-error.js';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration } from '../metadata/records.js';
import type { RunwrightError } from '../errors/runwright-error.js';

// The faults that assembly can find: one function each, which makes the text from the facts.

/** Throws faults together, if there are any. */
export function throwFaults(faults: readonly Fault[]): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw new AssemblyError([first, ...rest]);
}

/** The message of an error of the library without its code, for a fault, which has a code of its own. */
export function withoutCode({ code, message }: RunwrightError): string {
  return message.replace(`[${code}] `, '');
}

/** A step is a class without decorators, for which nothing is bound either. */
export function notDecorated(path: readonly Class[], label: string, remedy: string): Fault {
  const [type, user] = [...path].reverse() as [Class, Class | undefined];
  return {
    code: ErrorCode.NotDecorated,
    message: `${type.name} is used as a step, but no decorator declares it as a runnable.`,
    neededBy: user === undefined ? label : `${user.name}, ${label}`,
    path: path.map(({ name }) => name),
    fix: `put @Runnable() on ${type.name}, or ${remedy}`,
  };
}

/** Classes contain one another. */
export function circular(cycle: readonly Class[]): Fault {
  const path = cycle.map(({ name }) => name);
  return {
    code: ErrorCode.CircularChain,
    message: `${path[0] ?? ''} contains itself.`,
    path,
    fix: 'remove one of the steps to break the cycle; a step that calls its own chain again can return it from run',
  };
}

/** A class has wrappers and nothing to wrap. */
export function noKind(type: Class, { wrappers, declaredAt }: Declaration): Fault {
  return {
    code: ErrorCode.Declaration,
    message: `${type.name} has ${wrappers[0]?.decorator ?? 'decorators'}, but no decorator declares it as a runnable.`,
    declaredAt: declaredAt?.(),
    fix: `put @Runnable(), @Chain([...]) or another of that family on ${type.name}, below the others`,
  };
}

/** A class has several decorators of which it may have one. */
export function severalKinds(type: Class, { kinds, declaredAt }: Declaration): Fault {
  const names = kinds.map(({ decorator }) => decorator);
  return {
    code: ErrorCode.Declaration,
    message: `${type.name} is declared as ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}; only one of them is possible.`,
    declaredAt: declaredAt?.(),
    fix: 'keep one of them, and make the other a class of its own, to be used as a step',
  };
}

/** A step has no hook. */
export function noRun(type: Class, { declaredAt }: Declaration): Fault {
  return {
    code: ErrorCode.NoRun,
    message: `${type.name} is declared as a step, but has neither run nor runStream.`,
    declaredAt: declaredAt?.(),
    fix: `add run(input, ctx) { ... } to ${type.name}`,
  };
}

/** `reflect-metadata`, which stores the types of constructors, is not loaded. */
export function noReflectMetadata(): Fault {
  return {
    code: ErrorCode.NoReflectMetadata,
    message: 'reflect-metadata is not loaded.',
    fix: "npm install reflect-metadata, and make import 'reflect-metadata' the first line of the program",
  };
}

/** A constructor has arguments, but the compiler emitted no types for them. */
export function noTypes(type: Class, declaredAt: string | undefined, decorator: string): Fault {
  return {
    code: ErrorCode.NoTypeMetadata,
    message: `${type.name} takes ${type.length} constructor argument${type.length === 1 ? '' : 's'}, but their types are not available at run time.`,
    declaredAt,
    fix:
      'set "experimentalDecorators" and "emitDecoratorMetadata" in tsconfig.json, and load reflect-metadata first;\n' +
      'tsx and other runners built on esbuild emit no types: compile with tsc, SWC or ts-node,\n' +
      `or name each dependency: constructor(${decorator}(SearchIndex) index: SearchIndex)`,
  };
}

/** An argument or property has a type that is not a class. */
export function untyped(
  type: Class,
  place: string,
  path: readonly string[],
  declaredAt: string | undefined,
  decorator: string,
): Fault {
  return {
    code: ErrorCode.UntypedArgument,
    message: `The type of ${place} of ${type.name} is not available at run time.`,
    path,
    declaredAt,
    fix:
      'an interface, a primitive type, and a class imported by `import type` do not exist at run time;\n' +
      `import the class by \`import { ... }\`, or name the dependency: ${decorator}(TOKEN)`,
  };
}

/** Nothing is bound for a dependency or a step of a class. */
export function noProvider(
  name: string,
  neededBy: string,
  path: readonly string[],
  declaration: Declaration | undefined,
  fix: string,
  near: string | undefined,
): Fault {
  return {
    code: ErrorCode.NoProvider,
    message: `No provider for ${name}.`,
    neededBy,
    path: [...path, name],
    declaredAt: declaration?.declaredAt?.(),
    fix,
    near: near && `a provider named ${JSON.stringify(near)} is bound`,
  };
}

/** A class that outlives a run depends on an instance that belongs to one run. */
export function outlivesRun(
  type: Class,
  name: string,
  isRunnable: boolean,
  place: string,
  path: readonly string[],
  scope: string,
): Fault {
  return {
    code: ErrorCode.ScopeMismatch,
    message: `${type.name} has the scope ${scope}, but depends on ${name}, of which each run has its own instance.`,
    neededBy: `${type.name}, ${place}`,
    path: [...path, name],
    fix:
      `declare ${type.name} with { scope: 'run' } as well${isRunnable ? `; or make ${name} a step of the chain instead of injecting it` : ''}:\n` +
      'an instance that is kept for several runs would mix up what belongs to each of them',
  };
}

/** The application gives a value that fits no configurable field. */
export function invalidConfigurable(message: string, near: string | undefined, configuredIn: string): Fault {
  return {
    code: ErrorCode.InvalidConfigurable,
    message,
    fix: `correct the values passed to ${configuredIn}`,
    near,
  };
}

/** A test replaces or records something that the application does not have. */
export function unmetOverride(name: string, near: string | undefined): Fault {
  return {
    code: ErrorCode.UnmetOverride,
    message: `There is no ${name} in the application to be overridden or recorded.`,
    fix: 'name what the runnables of the application reach: a class, a token, or configurable(id)',
    near,
  };
}

/** A class could not be created: its constructor, or something that its construction takes, threw. */
export function providerFailed(type: Class, cause: unknown): Fault {
  return {
    code: ErrorCode.ProviderFailed,
    message: `${type.name} could not be created: ${cause instanceof Error ? cause.message : String(cause)}`,
    declaredAt: declarationOf(type)?.declaredAt?.(),
    cause,
  };
}
