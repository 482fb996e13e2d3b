import { textOfValue, valueAt, type Template, type Values } from './template-values.js';

type Piece = string | { readonly variable: string };

const BRACES = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/**
 * Parses a template whose variables are written `{name}`, and literal braces doubled.
 *
 * A variable is a plain name. Python's `{user.name}`, `{list[0]}` and `{x:>8}` are refused: a template from an
 * untrusted source must not reach into objects.
 *
 * @throws Error whose message completes "must be".
 */
export function parseFString(text: string, where: string): Template {
  const pieces = piecesOf(text);
  const variables = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.variable])));
  return { variables: [...variables], render: (values) => render(pieces, values, where) };
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(BRACES)) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(pieceOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

function pieceOf([braces, name]: RegExpExecArray): Piece {
  if (braces === '{{' || braces === '}}') return braces.charAt(0);
  if (name === undefined) throw new Error(`a template in which every "${braces}" has its counterpart`);
  if (!NAME.test(name)) {
    throw new Error(
      `a template whose variables are plain names; "{${name}}" is not one (double the braces to write them literally)`,
    );
  }
  return { variable: name };
}

function render(pieces: readonly Piece[], values: Values, where: string): string {
  let text = '';
  for (const piece of pieces)
    text +=
      typeof piece === 'string' ? piece : textOfValue(valueAt(values, piece.variable), piece.variable, where);
  return text;
}
