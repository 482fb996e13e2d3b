import { ErrorCode } from '../errors/codes.js';
import type { Fault } from '../errors/assembly-error.js';
import type { Class } from '../metadata/class.js';
import { declarationOf } from '../metadata/declaration.js';
import type { Declaration } from '../metadata/records.js';

// The faults that assembly can find, one function each: it takes facts and gives the text.

/** A step is a class that nothing declares and nobody provides. */
export function notDecorated(path: readonly Class[], label: string, remedy: string): Fault {
  const [type, user] = [...path].reverse() as [Class, Class | undefined];
  return {
    code: ErrorCode.NotDecorated,
    message: `${type.name} stands as a step, but no decorator says what it is.`,
    neededBy: user === undefined ? label : `${user.name}, ${label}`,
    path: path.map(({ name }) => name),
    fix: `put @Runnable() on ${type.name}, or ${remedy}`,
  };
}

/** Classes contain one another. */
export function circular(circle: readonly Class[]): Fault {
  const path = circle.map(({ name }) => name);
  return {
    code: ErrorCode.CircularChain,
    message: `${path[0] ?? ''} contains itself.`,
    path,
    fix: 'take one of the steps out of the circle; a step that is to call a chain again can return it from run',
  };
}

/** A class has wrappers and nothing to wrap. */
export function noKind(type: Class, { wrappers, declaredAt }: Declaration): Fault {
  return {
    code: ErrorCode.Declaration,
    message: `${type.name} has ${wrappers[0]?.decorator ?? 'decorators'}, but no decorator says what it is.`,
    declaredAt: declaredAt?.(),
    fix: `put @Runnable(), @Chain([...]) or another of that family on ${type.name}, below the others`,
  };
}

/** A class is declared as more than one thing. */
export function severalKinds(type: Class, { kinds, declaredAt }: Declaration): Fault {
  const names = kinds.map(({ decorator }) => decorator);
  return {
    code: ErrorCode.Declaration,
    message: `${type.name} is declared as ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}; a class is one thing.`,
    declaredAt: declaredAt?.(),
    fix: 'keep one of them, and make the other a class of its own that stands as a step',
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

/** Nothing is there to keep the types of constructors. */
export function noReflectMetadata(): Fault {
  return {
    code: ErrorCode.NoReflectMetadata,
    message: 'reflect-metadata is not loaded.',
    fix: "npm install reflect-metadata, and make import 'reflect-metadata' the first line of the program",
  };
}

/** A constructor has arguments, but the compiler emitted no types of them. */
export function noTypes(type: Class, declaredAt: string | undefined, decorator: string): Fault {
  return {
    code: ErrorCode.NoTypeMetadata,
    message: `${type.name} takes ${type.length} constructor argument${type.length === 1 ? '' : 's'}, but their types are not there at run time.`,
    declaredAt,
    fix:
      'set "experimentalDecorators" and "emitDecoratorMetadata" in tsconfig.json, and load reflect-metadata first;\n' +
      'tsx and other runners built on esbuild emit no types: compile with tsc, SWC or ts-node,\n' +
      `or name what is wanted: constructor(${decorator}(SearchIndex) index: SearchIndex)`,
  };
}

/** An argument has a type that names no class. */
export function untyped(
  type: Class,
  place: string,
  path: readonly string[],
  declaredAt: string | undefined,
  decorator: string,
): Fault {
  return {
    code: ErrorCode.UntypedArgument,
    message: `The type of ${place} of ${type.name} is not there at run time.`,
    path,
    declaredAt,
    fix:
      'an interface, a primitive type, and a class imported by `import type` leave nothing to look for;\n' +
      `import the class by \`import { ... }\`, or name what is wanted: ${decorator}(TOKEN)`,
  };
}

/** Nothing is bound for what a class wants. */
export function noProvider(
  name: string,
  neededBy: string,
  path: readonly string[],
  declaration: Declaration | undefined,
  fix: string,
): Fault {
  return {
    code: ErrorCode.NoProvider,
    message: `No provider for ${name}.`,
    neededBy,
    path: [...path, name],
    declaredAt: declaration?.declaredAt?.(),
    fix,
  };
}

/** A class that outlives a run wants an instance that belongs to one. */
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
    message: `${type.name} is a ${scope}, but wants ${name}, of which each run has its own.`,
    neededBy: `${type.name}, ${place}`,
    path: [...path, name],
    fix:
      `declare ${type.name} with { scope: 'run' }, too${isRunnable ? `; or make ${name} a step of the chain instead of injecting it` : ''}:\n` +
      'one instance kept for all runs would mix up what belongs to each',
  };
}

/** The application gives a value that no field takes. */
export function invalidConfigurable(message: string, near: string | undefined, configuredIn: string): Fault {
  return {
    code: ErrorCode.InvalidConfigurable,
    message,
    fix: `mend the values passed to ${configuredIn}`,
    near,
  };
}

/** A test replaces what there is not. */
export function unmetOverride(name: string, near: string | undefined): Fault {
  return {
    code: ErrorCode.UnmetOverride,
    message: `There is no ${name} in the application to be overridden or recorded.`,
    fix: 'name what the runnables of the application reach: a class, a token, or configurable(id)',
    near,
  };
}

/** A class could not be made: something that has to do with its construction threw. */
export function providerFailed(type: Class, cause: unknown): Fault {
  return {
    code: ErrorCode.ProviderFailed,
    message: `${type.name} could not be made: ${cause instanceof Error ? cause.message : String(cause)}`,
    declaredAt: declarationOf(type)?.declaredAt?.(),
    cause,
  };
}
