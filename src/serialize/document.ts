import { LoadError } from '../errors/load-error.js';

/** The size limits of a document. */
export interface Limits {
  /**
   * The maximum nesting depth of objects and lists.
   *
   * @defaultValue 200
   */
  readonly maxDepth?: number | undefined;
  /**
   * The maximum length of the JSON text, in characters.
   *
   * @defaultValue 10 million
   */
  readonly maxLength?: number | undefined;
}

/**
 * Reads a document as plain data.
 *
 * @throws {@link LoadError} if it is not valid JSON, or larger than the limits allow.
 */
export function plainDocument(
  document: unknown,
  { maxDepth = 200, maxLength = 10_000_000 }: Limits,
): unknown {
  const text = typeof document === 'string' ? document : textOf(document);
  if (text.length > maxLength) throw new LoadError('', `it is longer than ${String(maxLength)} characters.`);
  checkDepth(text, maxDepth);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LoadError('', 'it is not valid JSON.', error);
  }
}

/** An object is written and parsed again, which leaves nothing of it but data: no prototype, getter or method. */
function textOf(document: unknown): string {
  try {
    const text: unknown = JSON.stringify(document);
    return typeof text === 'string' ? text : 'null';
  } catch (error) {
    throw new LoadError('', 'it is not valid JSON.', error);
  }
}

/** Counts brackets outside of strings, so that a document that is too deep is not even parsed. */
function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (inString) {
      if (letter === BACKSLASH) at += 1;
      else if (letter === QUOTE) inString = false;
    } else if (letter === QUOTE) inString = true;
    else if (OPENING.has(letter)) {
      depth += 1;
      if (depth > maxDepth) throw new LoadError('', `it is nested deeper than ${String(maxDepth)} levels.`);
    } else if (CLOSING.has(letter)) depth -= 1;
  }
}

const codeOf = (letter: string): number => letter.charCodeAt(0);
const QUOTE = codeOf('"');
const BACKSLASH = codeOf('\\');
const OPENING = new Set(['{', '['].map(codeOf));
const CLOSING = new Set(['}', ']'].map(codeOf));
