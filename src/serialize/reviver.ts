import { LoadError } from '../errors/load-error.js';
import { below } from './place.js';
import type { Registry } from './registry.js';
import { ESCAPED, setOwn, readsAsForm } from './serialized.js';

/**
 * The values of secrets by their ids, or a function that returns the value of a secret, or a promise of it; undefined
 * for an unknown secret.
 */
export type Secrets = Readonly<Record<string, unknown>> | ((id: string) => unknown);

/** Builds what a plain document describes, from the inside out. */
export class Reviver {
  constructor(
    readonly registry: Registry,
    readonly secrets: Secrets,
  ) {}

  async revive(value: unknown, path: string): Promise<unknown> {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new LoadError(path, 'the number is too large.');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, path);
    return readsAsForm(value) ? this.#form(value, path) : this.#revived(Object.entries(value), path);
  }

  async #list(list: readonly unknown[], path: string): Promise<unknown[]> {
    const revived: unknown[] = [];
    for (const [index, item] of list.entries())
      revived.push(await this.revive(item, `${path}[${String(index)}]`));
    return revived;
  }

  async #revived(
    entries: readonly (readonly [string, unknown])[],
    path: string,
  ): Promise<Record<string, unknown>> {
    const revived: Record<string, unknown> = {};
    for (const [key, value] of entries) {
      setOwn(revived, key, await this.revive(value, below(path, key)));
    }
    return revived;
  }

  #form(form: Form, path: string): unknown {
    if (Object.hasOwn(form, ESCAPED)) {
      only(form, [ESCAPED], path);
      return form[ESCAPED];
    }
    if (form.lc !== 1) throw new LoadError(path, 'its lc must be 1.');
    switch (form.type) {
      case 'constructor':
        return this.#constructed(form, path);
      case 'secret':
        return this.#secret(form, path);
      case 'entries':
        return this.#entriesForm(form, path);
      case 'not_implemented':
        throw new LoadError(path, `${textOf(form.repr)} is code, which a document cannot hold.`);
      default:
        throw new LoadError(path, 'its type must be constructor, secret or entries.');
    }
  }

  async #constructed(form: Form, path: string): Promise<object> {
    only(form, ['lc', 'type', 'id', 'kwargs', 'name'], path);
    const { kwargs } = form;
    if (typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs) || readsAsForm(kwargs)) {
      throw new LoadError(path, 'its kwargs must be an object.');
    }
    const revived = await this.#revived(Object.entries(kwargs), below(path, 'kwargs'));
    return this.registry.make(idOf(form, path), revived, path);
  }

  #entriesForm(form: Form, path: string): Promise<object> {
    only(form, ['lc', 'type', 'entries'], path);
    const { entries } = form;
    if (!Array.isArray(entries) || !entries.every(isEntry)) {
      throw new LoadError(path, 'its entries must be a list of keys and values.');
    }
    return this.#revived(entries, path);
  }

  async #secret(form: Form, path: string): Promise<unknown> {
    only(form, ['lc', 'type', 'id'], path);
    const [id = '', ...rest] = idOf(form, path);
    if (rest.length > 0) throw new LoadError(path, 'the id of a secret must have one part.');
    const value = await this.#secretOf(id, path);
    if (value === undefined)
      throw new LoadError(path, `the secret ${JSON.stringify(id)} is not among those given.`);
    return value;
  }

  async #secretOf(id: string, path: string): Promise<unknown> {
    const { secrets } = this;
    if (typeof secrets !== 'function') return Object.hasOwn(secrets, id) ? secrets[id] : undefined;
    try {
      return await secrets(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new LoadError(path, `the secret ${JSON.stringify(id)} cannot be read: ${reason}`, error);
    }
  }
}

/** An object that claims to be a part of the serialised form; its properties are not checked yet. */
interface Form {
  readonly lc?: unknown;
  readonly type?: unknown;
  readonly id?: unknown;
  readonly kwargs?: unknown;
  readonly repr?: unknown;
  readonly entries?: unknown;
  readonly [ESCAPED]?: unknown;
}

function idOf({ id }: Form, path: string): readonly string[] {
  if (Array.isArray(id) && id.length > 0 && id.every((part) => typeof part === 'string')) return id;
  throw new LoadError(path, 'its id must be a list of strings.');
}

function only(form: object, keys: readonly string[], path: string): void {
  const unknown = Object.keys(form).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new LoadError(path, `unknown key: ${unknown.join(', ')}.`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value.slice(0, 100) : 'it';
}

function isEntry(entry: unknown): entry is readonly [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string';
}
