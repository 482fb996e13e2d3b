import type * as Sax from 'sax';
import { lazily } from '../../errors/lazily.js';
import { setOwn } from '../../stream/add.js';

const loadSax = lazily<typeof Sax>('sax', 'Reading XML');

/** An element: its name as the key of its text, or of a list of its children. */
export interface XmlElement {
  readonly [name: string]: string | readonly (XmlElement | string)[];
}

interface Open {
  readonly name: string;
  readonly children: (XmlElement | string)[];
  text: string;
}

/**
 * Finds an XML element in an answer that comes in pieces, and reads it as it grows. Attributes and comments are left
 * out; a document type, which could define entities that expand, is refused.
 */
export class XmlText {
  readonly #parser: Sax.SAXParser = loadSax().parser(true, { position: false });
  readonly #open: Open[] = [];
  #tail = '';
  #begun = false;
  #root: XmlElement | undefined;
  #version = 0;
  /** What is wrong with the text. */
  fault: string | undefined;

  constructor() {
    const parser = this.#parser;
    parser.onopentag = ({ name }) => {
      this.#keepText();
      this.#open.push({ name, children: [], text: '' });
      this.#version += 1;
    };
    parser.ontext = (text) => {
      this.#addText(text);
    };
    parser.oncdata = (text) => {
      this.#addText(text);
    };
    parser.onclosetag = () => {
      this.#close();
    };
    parser.ondoctype = () => {
      this.fault ??= 'A document type is not allowed.';
    };
    parser.onerror = (error) => {
      this.fault ??= `It is not valid XML: ${error.message.split('\n', 1)[0] ?? ''}.`;
      parser.error = null as never;
    };
  }

  get complete(): boolean {
    return this.#root !== undefined && this.fault === undefined;
  }

  get value(): XmlElement {
    if (this.#root !== undefined) return this.#root;
    let inner: XmlElement | undefined;
    for (let index = this.#open.length - 1; index >= 0; index -= 1)
      inner = elementOf(this.#open[index] as Open, inner);
    return inner as XmlElement;
  }

  /** Reads a piece; returns whether the value has changed. */
  write(piece: string): boolean {
    const version = this.#version;
    const text = this.#begun ? piece : this.#find(piece);
    if (text !== undefined && this.#root === undefined && this.fault === undefined) this.#read(text);
    return this.#version > version && this.fault === undefined;
  }

  /** Reads up to the end of the element, and nothing after it. */
  #read(text: string): void {
    let from = 0;
    while (from < text.length && this.#root === undefined && this.fault === undefined) {
      const end = text.indexOf('>', from);
      const to = end === -1 ? text.length : end + 1;
      this.#parser.write(text.slice(from, to));
      from = to;
    }
    // The parser would hold text back until the next tag.
    this.#parser.flush();
  }

  /** The text from the first tag on. */
  #find(piece: string): string | undefined {
    const text = this.#tail + piece;
    const at = text.search(/<[\p{L}_!?]/u);
    if (at === -1) {
      this.#tail = text.endsWith('<') ? '<' : '';
      return undefined;
    }
    this.#begun = true;
    return text.slice(at);
  }

  #addText(text: string): void {
    const last = this.#open.at(-1);
    if (last === undefined) return;
    last.text += text;
    if (text.trim() !== '') this.#version += 1;
  }

  /** Text between elements becomes a child of its own. */
  #keepText(): void {
    const last = this.#open.at(-1);
    if (last === undefined) return;
    if (last.text.trim() !== '') last.children.push(last.text);
    last.text = '';
  }

  #close(): void {
    const element = elementOf(this.#open.pop() as Open, undefined);
    this.#version += 1;
    const around = this.#open.at(-1);
    if (around === undefined) this.#root = element;
    else around.children.push(element);
  }
}

/** An element so far, with the child that is still growing. */
function elementOf({ name, children, text }: Open, inner: XmlElement | undefined): XmlElement {
  const items = [...children, ...(inner === undefined ? [] : [inner])];
  const blank = text.trim() === '';
  const element = {};
  if (items.length === 0) setOwn(element, name, blank ? '' : text);
  else setOwn(element, name, blank ? items : [...items, text]);
  return element;
}
