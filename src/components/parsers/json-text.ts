import { PartialJson } from './partial-json.js';

const FENCE = '```';
const INFO = /^[\w+-]*\s*/;

/**
 * Finds JSON in an answer that comes in pieces: the whole answer if it begins with a brace or a bracket, otherwise the
 * content of its first fenced code block, in which models often put it.
 */
export class JsonText {
  readonly #json = new PartialJson();
  #where: 'unknown' | 'prose' | 'info' | 'whole' | 'fenced' = 'unknown';
  /** Text that may still turn out to belong to the JSON or to the fence before it. */
  #before = '';
  #trailing = false;

  /** Whether the value is complete, and nothing but the end of a fenced block follows it. */
  get complete(): boolean {
    return this.#json.complete && !this.#trailing;
  }

  get value(): unknown {
    return this.#json.value;
  }

  /** Reads a piece; returns whether the value has changed. */
  write(piece: string): boolean {
    const { version } = this.#json;
    const found = this.#where === 'whole' || this.#where === 'fenced' ? piece : this.#find(piece);
    if (found !== undefined) this.#read(found);
    return this.#json.version > version && !this.#json.failed && !this.#trailing;
  }

  #read(text: string): void {
    const read = this.#json.write(text);
    if (this.#where === 'whole' && this.#json.complete && text.slice(read).trim() !== '')
      this.#trailing = true;
  }

  /** The JSON in the text so far; undefined while it has not begun. */
  #find(piece: string): string | undefined {
    let text = this.#before + piece;
    if (this.#where === 'unknown') {
      const first = text.trimStart().charAt(0);
      if (first === '{' || first === '[') return this.#found('whole', text);
      if (first === '') {
        this.#wait(text);
        return;
      }
      this.#where = 'prose';
    }
    if (this.#where === 'prose') {
      const fence = text.indexOf(FENCE);
      if (fence === -1) {
        this.#wait(text.slice(1 - FENCE.length));
        return;
      }
      this.#where = 'info';
      text = text.slice(fence + FENCE.length);
    }
    // Until the value begins, the text after the fence may still be the name of the language.
    const inside = text.replace(INFO, '');
    if (inside === '') {
      this.#wait(text);
      return;
    }
    return this.#found('fenced', inside);
  }

  #wait(text: string): undefined {
    this.#before = text;
    return undefined;
  }

  #found(where: 'whole' | 'fenced', text: string): string {
    this.#where = where;
    this.#before = '';
    return text;
  }
}

/**
 * Reads the JSON in an answer.
 *
 * @param fail - Called with what is wrong, and with the error, if there is none.
 */
export function readJson(text: string, fail: (why: string, cause: unknown) => never): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    return fail(`It is not valid JSON: ${(error as Error).message}.`, error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const json = new JsonText();
    json.write(text);
    if (json.complete) return json.value;
    throw error;
  }
}
