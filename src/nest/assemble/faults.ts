import type { Fault } from '../../errors/assembly-error.js';
import { ErrorCode } from '../../errors/codes.js';
import type { Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';

// The faults that only a Nest application can have; each function takes the facts and makes the text.

/** There is a `forFeature`, but no `forRoot`. */
export function rootMissing(type: Class): Fault {
  return {
    code: ErrorCode.RootMissing,
    message: `${type.name} cannot be assembled without RunwrightModule.forRoot().`,
    fix:
      "add RunwrightModule.forRoot() to the imports of the application's root module;\n" +
      'in a test, to those of Test.createTestingModule',
  };
}

/** A runnable is among the providers of a module, where Nest makes an instance that nothing connects. */
export function unassembled(type: Class, module: string): Fault {
  return {
    code: ErrorCode.Unassembled,
    message: `${type.name} is a provider of ${module}, where nothing assembles it.`,
    declaredAt: declarationOf(type)?.declaredAt?.(),
    fix: `take it out of the providers of ${module}, and add RunwrightModule.forFeature([${type.name}]) to its imports`,
  };
}

/** Providers depend on one another, so that none can be made first. */
export function circularProviders(path: readonly string[]): Fault {
  const [first = '', second = ''] = path;
  return {
    code: ErrorCode.CircularChain,
    message: `${first} depends on itself.`,
    path,
    fix: `inject ModuleRef into one of them in place of the next, such as ${second}, and get that in its onModuleInit`,
  };
}

/** What `forRootAsync` makes the options of needs a runnable, and runnables need the options. */
export function optionsNeedRunnable(path: readonly string[]): Fault {
  const needed = path.at(-2) ?? '';
  return {
    code: ErrorCode.CircularChain,
    message: `The options of RunwrightModule.forRootAsync depend on ${needed}, which is assembled with these options.`,
    path,
    fix: `make the options without ${needed}, from services that depend on no runnable`,
  };
}
