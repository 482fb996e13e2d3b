import type { Class } from '../../metadata/class.js';

/** What assembles the runnables of an application; `forRoot` provides it to all modules. */
export interface RunnableAssembly {
  /** Makes an instance of a decorated class, connected with all that its decorators declare. */
  assemble(type: Class): Promise<object>;
}

/** The token under which the module of a runnable has the assembly injected. */
export const ASSEMBLY = Symbol('RunwrightModule.forRoot()');
