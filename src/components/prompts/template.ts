import { parseFString } from './f-string.js';
import { parseMustache } from './mustache.js';
import type { Template } from './template-values.js';

/** The syntax of a template: f-string with `{name}`, or Mustache with `{{name}}` and sections. */
export type TemplateFormat = 'f-string' | 'mustache';

const PARSERS: Readonly<Record<TemplateFormat, (text: string, where: string) => Template>> = {
  'f-string': parseFString,
  mustache: parseMustache,
};

/**
 * Parses a template once, for any number of renderings.
 *
 * @param where - The prompt that the template belongs to, for errors when it is rendered.
 * @throws Error whose message completes "must be".
 */
export function parseTemplate(text: string, format: TemplateFormat, where: string): Template {
  const parse = Object.hasOwn(PARSERS, format) ? PARSERS[format] : undefined;
  if (parse === undefined) throw new Error("a template of the format 'f-string' or 'mustache'");
  return parse(text, where);
}
