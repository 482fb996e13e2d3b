import type { InjectionToken } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { isClass, type Class } from '../../metadata/class.js';

/** A module of an application, as Nest keeps it. */
export type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;

/** A provider of a module, as Nest keeps it. */
export type NestProvider = NestModule['providers'] extends Map<unknown, infer P> ? P : never;

/** A provider, and the module that has it. */
export interface LocatedProvider {
  readonly provider: NestProvider;
  readonly module: NestModule;
}

/** The class that Nest makes a provider of; undefined where it is a value or made by a factory. */
export function classOfProvider(provider: NestProvider): Class | undefined {
  return !provider.isNotMetatype && isClass(provider.metatype) ? provider.metatype : undefined;
}

/** Finds what Nest would inject for a token into a class of a module: its own provider, or one that an import exports. */
export function findProvider(module: NestModule, token: InjectionToken): LocatedProvider | undefined {
  const provider = module.providers.get(token);
  return provider === undefined ? findExported(module, token, new Set(), false) : { provider, module };
}

function findExported(
  module: NestModule,
  token: InjectionToken,
  seen: Set<string>,
  isImported: boolean,
): LocatedProvider | undefined {
  for (const related of module.imports) {
    if (seen.has(related.id) || (isImported && !module.exports.has(related.metatype))) continue;
    seen.add(related.id);
    const provider = related.exports.has(token) ? related.providers.get(token) : undefined;
    const found =
      provider === undefined ? findExported(related, token, seen, true) : { provider, module: related };
    if (found !== undefined) return found;
  }
  return undefined;
}
