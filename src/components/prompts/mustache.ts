import type Mustache from 'mustache';
import { MissingVariableError } from '../../errors/component-errors.js';
import { lazily } from '../../errors/lazily.js';
import { textOfValue, valueAt, type Template, type Values } from './template-values.js';

/** A token of mustache's parser: its kind, its text, its position, and for a section the tokens inside. */
type Token = readonly [kind: string, text: string, start: number, end: number, inside?: readonly Token[]];

/** The values in which names are looked up, from the innermost section outwards. */
interface Frame {
  readonly value: unknown;
  readonly outer: Frame | undefined;
  /** The prompt, for errors. */
  readonly where: string;
}

const loadMustache = lazily<typeof Mustache>('mustache', 'Reading a Mustache template');

/**
 * Parses a Mustache template: `{{name}}`, `{{user.name}}`, sections `{{#list}}…{{/list}}` and `{{^none}}…{{/none}}`.
 *
 * The library only parses. It does not render, since its renderer calls functions among the values, reaches into
 * prototypes, and escapes for HTML, none of which a prompt wants.
 *
 * @throws Error whose message completes "must be".
 */
export function parseMustache(text: string, where: string): Template {
  const tokens = read(text);
  refuseUnsupported(tokens);
  return {
    variables: [...new Set(tokens.flatMap(variableOf))],
    render: (values) => render(tokens, { value: values, outer: undefined, where }),
  };
}

function read(text: string): readonly Token[] {
  try {
    const parser = new (loadMustache().Writer)() as { templateCache?: object; parse(text: string): unknown };
    // The cache of the parser would keep every template forever.
    parser.templateCache = undefined;
    return parser.parse(text) as readonly Token[];
  } catch (error) {
    throw new Error(`a valid Mustache template (${(error as Error).message})`, { cause: error });
  }
}

function refuseUnsupported(tokens: readonly Token[]): void {
  for (const [kind, text, , , inside] of tokens) {
    if (kind === '>') throw new Error(`a template without partials; "{{> ${text}}}" is one`);
    if (kind === '=') throw new Error('a template that keeps the delimiters {{ and }}');
    if (kind === '#' || kind === '^') refuseUnsupported(inside ?? []);
  }
}

/** Variables outside of sections must be given; those inside may belong to the value of the section. */
function variableOf([kind, text]: Token): string[] {
  if (kind === 'text' || kind === '!' || text === '.') return [];
  return [text.split('.', 1)[0] as string];
}

function render(tokens: readonly Token[], frame: Frame): string {
  let text = '';
  for (const [kind, value, , , inside = []] of tokens) {
    if (kind === 'text') text += value;
    else if (kind === '#') text += renderSection(inside, lookUp(value, frame), frame);
    else if (kind === '^') text += isEmpty(lookUp(value, frame)) ? render(inside, frame) : '';
    else if (kind !== '!') text += renderVariable(value, frame);
  }
  return text;
}

function renderSection(inside: readonly Token[], value: unknown, outer: Frame): string {
  if (isEmpty(value)) return '';
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  return items.map((item) => render(inside, { value: item, outer, where: outer.where })).join('');
}

function renderVariable(name: string, frame: Frame): string {
  const value = lookUp(name, frame);
  if (value === undefined) throw new MissingVariableError(frame.where, [name], namesIn(frame));
  return textOfValue(value, name, frame.where);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Looks up the first part of a dotted name from the inside out, and the rest in the value found. */
function lookUp(name: string, frame: Frame): unknown {
  if (name === '.') return frame.value;
  const [first, ...rest] = name.split('.') as [string, ...string[]];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    const found = valueIn(at.value, first);
    if (found !== undefined) return rest.reduce(valueIn, found);
  }
  return undefined;
}

function valueIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? valueAt(value as Values, key) : undefined;
}

function namesIn(frame: Frame): string[] {
  const { value, outer } = frame;
  const own = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  return outer === undefined ? own : [...own, ...namesIn(outer)];
}
