import { Module, Scope, type FactoryProvider, type Type } from '@nestjs/common';
import { stepsOf } from '../../assemble/discover.js';
import { scopeOf } from '../../assemble/scopes.js';
import { AssemblyError } from '../../errors/assembly-error.js';
import { isClass, type Class } from '../../metadata/class.js';
import { configurable } from '../../metadata/configurable.js';
import { declarationOf } from '../../metadata/declaration.js';
import type { FieldRecord } from '../../metadata/records.js';
import type { AnyConfigurableField } from '../../plan/field.js';
import { fieldValue } from '../../run/configurable/field-value.js';
import { rootMissing } from '../assemble/faults.js';
import { ASSEMBLY, type RunnableAssembly } from './assembly.js';
import { fieldsBelow } from './fields.js';
import { MODULE_OPTIONS_TOKEN, type RunwrightModuleOptions } from './options.js';

const moduleByRunnable = new WeakMap<Class, Type>();
const runnableByModule = new WeakMap<Class, Class>();

/**
 * Gives the Nest module that provides a runnable, assembled, and exports those of its steps.
 *
 * It is the same class each time, so that an application has one instance of the module, and with it one of the
 * runnable, however many features use it.
 */
export function runnableModule(type: Class): Type {
  const known = moduleByRunnable.get(type);
  if (known !== undefined) return known;
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what it is, the decorator below says
  const RunnableModule = class {};
  Object.defineProperty(RunnableModule, 'name', { value: `${type.name}Runnable` });
  // Set before the steps are visited, or a chain that contains itself would be visited forever; assembly reports it.
  moduleByRunnable.set(type, RunnableModule);
  runnableByModule.set(RunnableModule, type);
  const steps = stepModules(type);
  const fields = fieldsBelow(type).map(fieldProvider);
  Module({
    imports: steps,
    providers: [runnableProvider(type), ...fields],
    exports: [type as Type, ...fields.map(({ provide }) => provide), ...steps],
  })(RunnableModule);
  return RunnableModule;
}

/** The runnable that a module was made for; undefined for any other module. */
export function runnableOf(module: Class): Class | undefined {
  return runnableByModule.get(module);
}

function stepModules(type: Class): Type[] {
  const declaration = declarationOf(type);
  const steps = declaration === undefined ? [] : stepsOf(declaration).map(({ identifier }) => identifier);
  return [...new Set(steps)].flatMap((step) =>
    isClass(step) && declarationOf(step) !== undefined ? [runnableModule(step)] : [],
  );
}

function runnableProvider(type: Class): FactoryProvider {
  const isTransient = scopeOf(type) === 'transient';
  return {
    provide: type as Type,
    useFactory: (assembly: RunnableAssembly | undefined) => {
      if (assembly === undefined) throw new AssemblyError([rootMissing(type)]);
      return assembly.assemble(type);
    },
    inject: [{ token: ASSEMBLY, optional: true }],
    scope: isTransient ? Scope.TRANSIENT : Scope.DEFAULT,
  };
}

/** Provides the value that the application configures for a field; a module may provide another one in its place. */
function fieldProvider({ id, field }: FieldRecord): FactoryProvider {
  return {
    provide: configurable(id),
    useFactory: (options: RunwrightModuleOptions | undefined) => {
      const value = options?.configurable?.[id];
      try {
        return value === undefined ? undefined : fieldValue(field as AnyConfigurableField, value);
      } catch {
        // The assembly reports it together with all other faults.
        return undefined;
      }
    },
    inject: [{ token: MODULE_OPTIONS_TOKEN, optional: true }],
  };
}
