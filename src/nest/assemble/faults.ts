import type { Fault } from '../../errors/assembly-error.js';
import { ErrorCode } from '../../errors/codes.js';
import type { Class } from '../../metadata/class.js';
import { declarationOf } from '../../metadata/declaration.js';

// The faults that only a Nest application can have, one function each: it takes facts and gives the text.

/** There is a feature, but nothing that assembles it. */
export function rootMissing(type: Class): Fault {
  return {
    code: ErrorCode.RootMissing,
    message: `${type.name} cannot be assembled without RunwrightModule.forRoot().`,
    fix:
      "add RunwrightModule.forRoot() to the imports of the application's root module;\n" +
      'in a test, to those of Test.createTestingModule',
  };
}

/** A runnable stands among the providers of a module, where Nest makes a bare instance of it. */
export function unassembled(type: Class, module: string): Fault {
  return {
    code: ErrorCode.Unassembled,
    message: `${type.name} is a provider of ${module}, where nothing assembles it.`,
    declaredAt: declarationOf(type)?.declaredAt?.(),
    fix: `take it out of the providers of ${module}, and add RunwrightModule.forFeature([${type.name}]) to its imports`,
  };
}

/** Providers want one another, so that none can be made first. */
export function circularProviders(path: readonly string[]): Fault {
  const [first = '', second = ''] = path;
  return {
    code: ErrorCode.CircularChain,
    message: `${first} needs itself to be made.`,
    path,
    fix: `inject ModuleRef into one of them in place of the next, such as ${second}, and get that in its onModuleInit`,
  };
}
