import type { TemplateFormat } from './template.js';

/**
 * The variables of a template whose text the compiler knows; `string` where it does not.
 *
 * @example `TemplateVariables<'{a} and {{b}}', 'f-string'>` is `'a'`.
 */
export type TemplateVariables<T extends string, F extends TemplateFormat> = string extends T
  ? string
  : F extends 'mustache'
    ? MustacheVariables<T>
    : FStringVariables<T>;

type FStringVariables<T extends string, Found extends string = never> = T extends `${string}{${infer Rest}`
  ? Rest extends `{${infer Behind}`
    ? FStringVariables<Behind, Found>
    : Rest extends `${infer Name}}${infer Behind}`
      ? FStringVariables<Behind, Found | Name>
      : Found
  : Found;

type MustacheVariables<T extends string, Found extends string = never> = T extends `${string}{{${infer Rest}`
  ? Rest extends `{${infer Name}}}}${infer Behind}`
    ? MustacheVariables<Behind, Found | First<Name>>
    : Rest extends `${infer Tag}}}${infer Behind}`
      ? MustacheTag<Trim<Tag>, Behind, Found>
      : Found
  : Found;

type MustacheTag<Tag extends string, Behind extends string, Found extends string> = Tag extends `!${string}`
  ? MustacheVariables<Behind, Found>
  : Tag extends `${'#' | '^'}${infer Name}`
    ? MustacheVariables<After<Behind, Trim<Name>>, Found | First<Name>>
    : Tag extends `&${infer Name}`
      ? MustacheVariables<Behind, Found | First<Name>>
      : MustacheVariables<Behind, Found | First<Tag>>;

/** What follows the end of a section. */
type After<T extends string, Name extends string> = T extends `${string}{{/${Name}}}${infer Behind}`
  ? Behind
  : '';

/** The variable of a dotted name; `.` is the item of a section and no variable. */
type First<Name extends string> =
  Trim<Name> extends '.' ? never : Trim<Name> extends `${infer Head}.${string}` ? Head : Trim<Name>;

type Trim<T extends string> = T extends ` ${infer Rest}` | `${infer Rest} ` ? Trim<Rest> : T;
