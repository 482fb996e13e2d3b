import { Module, Scope, type FactoryProvider, type Type } from '@nestjs/common';
import { stepsOf } from '../../assemble/discover.js';
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

const modules = new WeakMap<Class, Type>();
const runnables = new WeakMap<Class, Class>();

/**
 * Gives the Nest module that provides a runnable, assembled, and those of its steps.
 *
 * It is a class, and the same one each time, so that Nest has one instance of it in an application, and so one of a
 * runnable, however many features use it.
 */
export function runnableModule(type: Class): Type {
  const known = modules.get(type);
  if (known !== undefined) return known;
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what it is, the decorator below says
  const RunnableModule = class {};
  Object.defineProperty(RunnableModule, 'name', { value: `${type.name}Runnable` });
  // Before its steps are looked at: a chain that contains itself is reported with all other faults.
  modules.set(type, RunnableModule);
  runnables.set(RunnableModule, type);
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
  return runnables.get(module);
}

function stepModules(type: Class): Type[] {
  const declaration = declarationOf(type);
  const steps = declaration === undefined ? [] : stepsOf(declaration).map(({ identifier }) => identifier);
  return [...new Set(steps)].flatMap((step) =>
    isClass(step) && declarationOf(step) !== undefined ? [runnableModule(step)] : [],
  );
}

function runnableProvider(type: Class): FactoryProvider {
  const isTransient = declarationOf(type)?.kinds[0]?.options.scope === 'transient';
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

/** A configurable field is a provider, too: what the application configures, unless a module provides something else. */
function fieldProvider({ id, field }: FieldRecord): FactoryProvider {
  return {
    provide: configurable(id),
    useFactory: (options: RunwrightModuleOptions | undefined) => {
      const value = options?.configurable?.[id];
      try {
        return value === undefined ? undefined : fieldValue(field as AnyConfigurableField, value);
      } catch {
        // The assembly reports it, with whatever else is wrong.
        return undefined;
      }
    },
    inject: [{ token: MODULE_OPTIONS_TOKEN, optional: true }],
  };
}
