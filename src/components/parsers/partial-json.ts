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
 * Reads JSON piece by piece and shows what there is so far: strings as far as they have come; numbers, words and keys
 * once they are complete.
 *
 * It reads each character once. Line breaks within strings are taken, since models write them.
 */
export class PartialJson {
  readonly #open: Open[] = [];
  #expecting: Expecting = 'value';
  #root: unknown;
  #started = false;
  /** The string that has begun, as far as it has come. */
  #text: string | undefined;
  /** The escape sequence that has begun, without its backslash. */
  #escape: string | undefined;
  /** The number or word that has begun. */
  #word = '';
  #failed = false;
  #version = 0;

  /** Whether the text so far is no beginning of JSON. */
  get failed(): boolean {
    return this.#failed;
  }

  get complete(): boolean {
    return !this.#failed && this.#expecting === 'nothing';
  }

  /** Grows with each change of {@link PartialJson.value}. */
  get version(): number {
    return this.#version;
  }

  /** What there is so far; undefined before anything can be seen. A later piece does not change it. */
  get value(): unknown {
    if (!this.#started || this.#expecting === 'nothing') return this.#root;
    let inner: unknown = this.#text !== undefined && !this.#isKey ? this.#text : undefined;
    for (let index = this.#open.length - 1; index >= 0; index -= 1)
      inner = withInner(this.#open[index] as Open, inner);
    return inner;
  }

  /** Takes a piece of the text; gives how much of it was read before the value was complete or a fault was found. */
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

  /** Puts a complete value where it belongs. */
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

/** The character of `u` and four digits; empty text while there are fewer, undefined where there is another character. */
function unicode(escape: string): string | undefined {
  if (!/^u[\da-fA-F]{0,4}$/.test(escape)) return undefined;
  return escape.length < 5 ? '' : String.fromCharCode(parseInt(escape.slice(1), 16));
}

function putInto({ container, key }: Open, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else setOwn(container, key as string, value);
}

/** A copy of an open list or object with the value that is still growing; what is closed within it is shared. */
function withInner({ container, key }: Open, inner: unknown): unknown {
  const copy = Array.isArray(container) ? [...container] : { ...container };
  if (inner !== undefined) putInto({ container: copy, key }, inner);
  return copy;
}
