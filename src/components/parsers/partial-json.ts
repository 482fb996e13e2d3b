import { setOwn } from '../../stream/add.js';

interface Open {
  readonly container: unknown[] | Record<string, unknown>;
  /** The key of an object whose value comes next. */
  key: string | undefined;
}

/** What may come next. */
type Expecting = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'separator' | 'nothing';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const SPACE = /\s/;
const WORD_END = /[\s,\]}]/;
const STRING_STOP = /["\\]/g;

/**
 * Reads JSON piece by piece and gives the value so far: strings as far as they go; numbers, words and keys once they
 * are complete.
 *
 * Each character is read once. Line breaks within strings are accepted, since models write them.
 */
export class PartialJson {
  readonly #open: Open[] = [];
  #expecting: Expecting = 'value';
  #root: unknown;
  #started = false;
  /** The string being read, so far. */
  #text: string | undefined;
  /** The escape sequence being read, without its backslash. */
  #escape: string | undefined;
  /** The number or word being read. */
  #word = '';
  #failed = false;
  #version = 0;

  /** Whether the text so far cannot be the beginning of JSON. */
  get failed(): boolean {
    return this.#failed;
  }

  get complete(): boolean {
    return !this.#failed && this.#expecting === 'nothing';
  }

  /** Increases with each change of {@link PartialJson.value}. */
  get version(): number {
    return this.#version;
  }

  /** The value so far; undefined before it begins. Later pieces do not change the object returned. */
  get value(): unknown {
    if (!this.#started || this.#expecting === 'nothing') return this.#root;
    let inner: unknown = this.#text !== undefined && !this.#isKey ? this.#text : undefined;
    for (let index = this.#open.length - 1; index >= 0; index -= 1)
      inner = withInner(this.#open[index] as Open, inner);
    return inner;
  }

  /** Reads a piece; returns how many of its characters were read until the value was complete or malformed. */
  write(piece: string): number {
    let at = 0;
    while (at < piece.length && !this.#failed && this.#expecting !== 'nothing') at = this.#step(piece, at);
    return at;
  }

  get #isKey(): boolean {
    return this.#expecting === 'key' || this.#expecting === 'first-key';
  }

  #step(piece: string, at: number): number {
    if (this.#escape !== undefined) return this.#readEscape(piece.charAt(at), at);
    if (this.#text !== undefined) return this.#readString(piece, at);
    const char = piece.charAt(at);
    if (this.#word !== '') {
      if (!WORD_END.test(char)) {
        this.#word += char;
        return at + 1;
      }
      this.#endWord();
      return at;
    }
    if (!SPACE.test(char)) this.#readMark(char);
    return at + 1;
  }

  #readMark(char: string): void {
    switch (this.#expecting) {
      case 'colon':
        if (char === ':') this.#expecting = 'value';
        else this.#failed = true;
        break;
      case 'separator':
        if (char === ',') this.#expecting = this.#inList ? 'value' : 'key';
        else this.#close(char);
        break;
      case 'first-key':
      case 'key':
        if (char === '"') this.#text = '';
        else if (this.#expecting === 'first-key') this.#close(char);
        else this.#failed = true;
        break;
      case 'first-item':
        if (char === ']') this.#close(char);
        else this.#begin(char);
        break;
      default:
        this.#begin(char);
    }
  }

  get #inList(): boolean {
    return Array.isArray(this.#open.at(-1)?.container);
  }

  #begin(char: string): void {
    this.#started = true;
    if (char === '"') this.#text = '';
    else if (char === '{' || char === '[') {
      this.#open.push({ container: char === '{' ? {} : [], key: undefined });
      this.#expecting = char === '{' ? 'first-key' : 'first-item';
    } else {
      this.#word = char;
      return;
    }
    this.#version += 1;
  }

  #close(char: string): void {
    const last = this.#open.at(-1);
    if (last === undefined || char !== (Array.isArray(last.container) ? ']' : '}')) {
      this.#failed = true;
      return;
    }
    this.#open.pop();
    this.#put(last.container);
  }

  /** Puts a complete value into its container. */
  #put(value: unknown): void {
    this.#version += 1;
    const around = this.#open.at(-1);
    if (around === undefined) {
      this.#root = value;
      this.#expecting = 'nothing';
      return;
    }
    putInto(around, value);
    this.#expecting = 'separator';
  }

  #readString(piece: string, at: number): number {
    STRING_STOP.lastIndex = at;
    const stop = STRING_STOP.exec(piece)?.index ?? piece.length;
    this.#grow(piece.slice(at, stop));
    if (stop === piece.length) return stop;
    if (piece.charAt(stop) === '\\') this.#escape = '';
    else this.#endString(this.#text as string);
    return stop + 1;
  }

  #endString(text: string): void {
    this.#text = undefined;
    if (!this.#isKey) {
      this.#put(text);
      return;
    }
    (this.#open.at(-1) as Open).key = text;
    this.#expecting = 'colon';
  }

  #readEscape(char: string, at: number): number {
    const escape = (this.#escape as string) + char;
    const decoded = escape.startsWith('u') ? unicode(escape) : ESCAPES[escape];
    if (decoded === undefined) this.#failed = true;
    else if (decoded === '') this.#escape = escape;
    else {
      this.#escape = undefined;
      this.#grow(decoded);
    }
    return at + 1;
  }

  #grow(text: string): void {
    if (text === '') return;
    this.#text = (this.#text as string) + text;
    if (!this.#isKey) this.#version += 1;
  }

  #endWord(): void {
    try {
      const value: unknown = JSON.parse(this.#word);
      this.#word = '';
      this.#put(value);
    } catch {
      this.#failed = true;
    }
  }
}

/** The character of `u` and four digits; an empty string while there are fewer, undefined for anything else. */
function unicode(escape: string): string | undefined {
  if (!/^u[\da-fA-F]{0,4}$/.test(escape)) return undefined;
  return escape.length < 5 ? '' : String.fromCharCode(parseInt(escape.slice(1), 16));
}

function putInto({ container, key }: Open, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else setOwn(container, key as string, value);
}

/** A copy of an open container with the value that is still growing; complete values within it are shared. */
function withInner({ container, key }: Open, inner: unknown): unknown {
  const copy = Array.isArray(container) ? [...container] : { ...container };
  if (inner !== undefined) putInto({ container: copy, key }, inner);
  return copy;
}
