import { writeDown } from '../../run/recipes.js';
import { GrowingParser, type Reader } from './growing-parser.js';
import { XmlText, type XmlElement } from './xml-text.js';

/** Options of an {@link XMLOutputParser}. */
export interface XmlParserOptions {
  readonly name?: string | undefined;
  /** Tags that the model is told to use. */
  readonly tags?: readonly string[] | undefined;
}

/**
 * Parses the first XML element in an answer into an object: the name of each element is a key, its value the text of
 * the element or a list of its children. Attributes are left out.
 *
 * Streamed, it yields the element so far each time it has grown. Each chunk is a whole value, which replaces the one
 * before.
 *
 * @example
 * ```ts
 * import { XMLOutputParser } from 'runwright';
 *
 * const parser = new XMLOutputParser({ tags: ['films', 'title'] });
 * await parser.invoke('<films><title>Big</title><title>Splash</title></films>');
 * // => { films: [{ title: 'Big' }, { title: 'Splash' }] }
 * ```
 */
export class XMLOutputParser extends GrowingParser<XmlElement> {
  readonly tags: readonly string[];

  constructor({ name, tags = [] }: XmlParserOptions = {}) {
    super(name);
    this.tags = Object.freeze([...tags]);
  }

  parse(text: string): XmlElement {
    const xml = new XmlText();
    xml.write(text);
    if (xml.complete) return xml.value;
    return this.fail(text, xml.fault ?? 'It contains no complete XML element.');
  }

  override getFormatInstructions(): string {
    const tags = this.tags.length === 0 ? '' : ` Use these tags: ${this.tags.join(', ')}.`;
    return `Answer with one XML element and nothing else; close every tag.${tags}`;
  }

  protected reader(): Reader<XmlElement> {
    return new XmlText();
  }

  protected override defaultName(): string {
    return 'XMLOutputParser';
  }
}

writeDown('XMLOutputParser', XMLOutputParser, {
  fields: ({ name, tags }) => ({ name, tags: [...tags] }),
  make: (fields) => new XMLOutputParser(fields),
  defaults: { tags: [] },
});
