import { Inject, Optional, type InjectionToken, type Type } from '@nestjs/common';
import { ModuleRef, type ContextId } from '@nestjs/core';
import type { NestModule } from './module-graph.js';

/** Something that Nest is to give, and the module in which it looks for it; none if it is optional and not there. */
export interface Want {
  readonly token: InjectionToken;
  readonly module: NestModule | undefined;
  /** Whether there is another one of it for each context, or each user. */
  readonly isFleeting: boolean;
}

interface Parts {
  readonly values: readonly unknown[];
}

type PartsClass = Type<Parts>;

interface Group {
  readonly moduleRef: ModuleRef;
  readonly type: PartsClass;
  readonly indices: readonly number[];
}

/**
 * Has Nest get things ready: for each module a class is made up that wants them all, which Nest then makes an instance
 * of, as it does of any other. So it waits for what is still being made, and keeps to scopes and contexts.
 */
export class Recipe {
  readonly #count: number;
  readonly #lasting: readonly Group[];
  readonly #fleeting: readonly Group[];
  #kept: Promise<readonly unknown[]> | undefined;

  /** @param name - Who wants them, as Nest is to call it. */
  constructor(name: string, wants: readonly Want[]) {
    this.#count = wants.length;
    this.#lasting = groupsOf(name, wants, false);
    this.#fleeting = groupsOf(name, wants, true);
  }

  /** Gives the things in the order in which they are wanted. */
  async resolve(context?: ContextId): Promise<readonly unknown[]> {
    // What lasts is asked for once: to make an instance takes Nest a good part of a millisecond.
    const kept = (this.#kept ??= this.#fill(new Array<unknown>(this.#count).fill(undefined), this.#lasting));
    return this.#fleeting.length === 0 ? kept : this.#fill([...(await kept)], this.#fleeting, context);
  }

  async #fill(values: unknown[], groups: readonly Group[], context?: ContextId): Promise<readonly unknown[]> {
    await Promise.all(
      groups.map(async ({ moduleRef, type, indices }) => {
        const parts = await moduleRef.create(type, context);
        parts.values.forEach((value, at) => (values[indices[at] as number] = value));
      }),
    );
    return values;
  }
}

function groupsOf(name: string, wants: readonly Want[], isFleeting: boolean): Group[] {
  const isWanted = (want: Want | undefined): want is Want => want?.isFleeting === isFleeting;
  const modules = new Set(wants.filter(isWanted).flatMap(({ module }) => module ?? []));
  return [...modules].map((module) => {
    const indices = [...wants.keys()].filter((at) => isWanted(wants[at]) && wants[at].module === module);
    const tokens = indices.map((index) => (wants[index] as Want).token);
    const moduleRef = module.providers.get(ModuleRef)?.instance as ModuleRef;
    return { moduleRef, type: partsClass(name, tokens), indices };
  });
}

function partsClass(name: string, tokens: readonly InjectionToken[]): PartsClass {
  const type = class implements Parts {
    readonly values: readonly unknown[];
    constructor(...values: unknown[]) {
      this.values = values;
    }
  };
  // Nest asks who wants something for its messages, and a logger for its context.
  Object.defineProperty(type, 'name', { value: name });
  tokens.forEach((token, index) => {
    Inject(token)(type, undefined, index);
    // What is wanted has been found; where a factory answers with nothing, its user decides.
    Optional()(type, undefined, index);
  });
  return type;
}
