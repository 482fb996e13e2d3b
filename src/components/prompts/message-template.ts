import type { ContentPart, MessageContent } from '../messages/content.js';
import { coerceMessage, type Message, type RoleName } from '../messages/coerce-message.js';
import type { PromptPart } from './prompt-part.js';
import { readTemplate } from './prompt-template.js';
import type { TemplateFormat } from './template.js';
import type { Values } from './template-values.js';

/** A content whose strings are templates, with their variables. */
interface Filled<T> {
  readonly variables: readonly string[];
  fill(values: Values): T;
}

/** A message whose content is a template, or a list of parts in which every string is one. */
export class MessageTemplate implements PromptPart {
  readonly optionalVariables: readonly string[] = [];
  readonly #content: Filled<unknown>;

  /** @throws {@link InvalidOptionError} naming the place of an invalid template. */
  constructor(
    readonly role: RoleName,
    content: MessageContent,
    format: TemplateFormat,
    where: string,
    place: string,
  ) {
    this.#content = fillable(content, (text) => readTemplate(text, format, where, place));
  }

  get inputVariables(): readonly string[] {
    return this.#content.variables;
  }

  render(values: Values): readonly Message[] {
    return [coerceMessage({ role: this.role, content: this.#content.fill(values) as MessageContent })];
  }
}

type Read = (text: string) => ReturnType<typeof readTemplate>;

/** Data in which every string is a template, at any depth, except for the `type` of a part. */
function fillable(data: unknown, read: Read): Filled<unknown> {
  if (typeof data === 'string') {
    const template = read(data);
    return { variables: template.variables, fill: (values) => template.render(values) };
  }
  if (Array.isArray(data)) {
    const items = (data as readonly ContentPart[]).map((item) => fillable(item, read));
    return {
      variables: items.flatMap(({ variables }) => variables),
      fill: (values) => items.map((item) => item.fill(values)),
    };
  }
  if (typeof data !== 'object' || data === null) return { variables: [], fill: () => data };
  return fillableEntries(data as Readonly<Record<string, unknown>>, read);
}

function fillableEntries(data: Readonly<Record<string, unknown>>, read: Read): Filled<unknown> {
  const { type, ...rest } = data;
  const entries = Object.entries(rest).map(([key, value]) => [key, fillable(value, read)] as const);
  return {
    variables: entries.flatMap(([, { variables }]) => variables),
    fill: (values) => ({
      ...(type !== undefined && { type }),
      ...Object.fromEntries(entries.map(([key, value]) => [key, value.fill(values)])),
    }),
  };
}
