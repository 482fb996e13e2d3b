import { parseFString } from './f-string.js';
import { parseMustache } from './mustache.js';
import type { Template } from './template-values.js';

/** How variables are written in a template: `{name}`, or `{{name}}` with sections. */
export type TemplateFormat = 'f-string' | 'mustache';

const PARSERS: Readonly<Record<TemplateFormat, (text: string, where: string) => Template>> = {
  'f-string': parseFString,
  mustache: parseMustache,
};

/**
 * Reads a template once, for any number of renderings.
 *
 * @param where - The prompt that the template is a part of, for the errors of a rendering.
 * @throws Error saying what is wrong with the text.
 */
export function parseTemplate(text: string, format: TemplateFormat, where: string): Template {
  const parse = Object.hasOwn(PARSERS, format) ? PARSERS[format] : undefined;
  if (parse === undefined) throw new Error("a template of the format 'f-string' or 'mustache'");
  return parse(text, where);
}
