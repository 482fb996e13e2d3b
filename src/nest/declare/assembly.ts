import type { Class } from '../../metadata/class.js';

/** What makes the runnables of an application; `forRoot` provides it to all modules. */
export interface RunnableAssembly {
  /** Makes an instance of a decorated class, connected with all that its decorators say. */
  assemble(type: Class): Promise<object>;
}

/** The token under which `forRoot` provides the assembly. */
export const ASSEMBLY = Symbol('RunwrightModule.forRoot()');
