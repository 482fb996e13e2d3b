import { Inject, Optional, type InjectionToken, type Type } from '@nestjs/common';
import { ModuleRef, type ContextId } from '@nestjs/core';
import type { NestModule } from './find-provider.js';

/** Something that Nest is to inject, and the module in which it looks it up; none if it is optional and not there. */
export interface WantedProvider {
  readonly token: InjectionToken;
  readonly module: NestModule | undefined;
  /** Whether it is the same instance for every class and every request. */
  readonly isShared: boolean;
}

interface Holder {
  readonly values: readonly unknown[];
}

type HolderClass = Type<Holder>;

/** What is wanted of one module. */
interface Group {
  readonly moduleRef: ModuleRef;
  readonly holder: HolderClass;
  readonly indices: readonly number[];
}

/**
 * Has Nest resolve the dependencies of a class that Nest itself does not make.
 *
 * For each module it generates a class with the dependencies as its constructor arguments, and has Nest make an instance.
 * Nest then waits for what is still being made, and keeps to scopes and contexts, as for any class.
 */
export class DependencyResolver {
  readonly #count: number;
  readonly #shared: readonly Group[];
  readonly #unshared: readonly Group[];
  #sharedValues: Promise<readonly unknown[]> | undefined;

  /** @param name - The class that wants them, as Nest is to call it in messages. */
  constructor(name: string, wanted: readonly WantedProvider[]) {
    this.#count = wanted.length;
    this.#shared = groupsOf(name, wanted, true);
    this.#unshared = groupsOf(name, wanted, false);
  }

  /** Resolves to the dependencies in the order in which they are wanted. */
  async resolve(context?: ContextId): Promise<readonly unknown[]> {
    // Shared values are resolved once: each instance that Nest makes takes it a good part of a millisecond.
    const shared = (this.#sharedValues ??= this.#fill(
      new Array<unknown>(this.#count).fill(undefined),
      this.#shared,
    ));
    return this.#unshared.length === 0 ? shared : this.#fill([...(await shared)], this.#unshared, context);
  }

  async #fill(values: unknown[], groups: readonly Group[], context?: ContextId): Promise<readonly unknown[]> {
    await Promise.all(
      groups.map(async ({ moduleRef, holder, indices }) => {
        const resolved = await moduleRef.create(holder, context);
        resolved.values.forEach((value, at) => (values[indices[at] as number] = value));
      }),
    );
    return values;
  }
}

function groupsOf(name: string, wanted: readonly WantedProvider[], isShared: boolean): Group[] {
  const modules = new Set(wanted.flatMap((each) => (each.isShared === isShared ? (each.module ?? []) : [])));
  return [...modules].map((module) => {
    const members = [...wanted.entries()].filter(
      ([, each]) => each.isShared === isShared && each.module === module,
    );
    return {
      moduleRef: module.providers.get(ModuleRef)?.instance as ModuleRef,
      holder: holderClass(
        name,
        members.map(([, { token }]) => token),
      ),
      indices: members.map(([index]) => index),
    };
  });
}

function holderClass(name: string, tokens: readonly InjectionToken[]): HolderClass {
  const type = class implements Holder {
    readonly values: readonly unknown[];
    constructor(...values: unknown[]) {
      this.values = values;
    }
  };
  // Nest names the class in its messages, and a logger takes the name as its context.
  Object.defineProperty(type, 'name', { value: name });
  tokens.forEach((token, index) => {
    Inject(token)(type, undefined, index);
    // That there is a provider has been checked; a factory may still return undefined.
    Optional()(type, undefined, index);
  });
  return type;
}
