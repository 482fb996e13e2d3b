/** Words that say nothing about what a text is about. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about after all also am an and any are as at based be been between but by can could did difference do does doing explain find for from get gets
  getting give had has have how i if in into is it its just know let like make makes may me mean means might mine must
  my need needs no not of on one or our out please s say shall should show so some such t tell than that the their them
  then there these they thing things this those to too us use used uses using very want wants was way we were what when
  where which while who whom why will with within without work works would write written you your`.split(
    /\s+/,
  ),
);

/** The rest of a word behind an apostrophe, as in `isn't` and `user's`. */
const SHORTENED = /n?['’](?=t\b|s\b|re\b|ve\b|ll\b|d\b|m\b)\p{L}+/gu;
/** A beginning that may be left away, as in `(sub)commands`. */
const OPTIONAL = /\((\p{L}+)\)(?=\p{L})/gu;
const WORD = /\p{L}+-\p{L}+(?![\p{L}-])|[\p{L}\p{N}]+/gu;
const PART = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu;

/**
 * Gives the words of a text in the form in which they are compared: lower case, without endings, without those that
 * say nothing.
 *
 * What is written together gives its parts, too: `AbortSignal` gives `abortsignal`, `abort`, `signal`, and `multi-line`
 * gives `multiline`, `multi`, `line`.
 */
export function words(text: string): string[] {
  return wordForms(text).flat();
}

/** Gives the `words` of a text, those of one written word together. */
export function wordForms(text: string): (readonly string[])[] {
  const written = text.replace(SHORTENED, '').replace(OPTIONAL, '$1').match(WORD) ?? [];
  return written.map(formsOf).filter((forms) => forms.length > 0);
}

// Texts repeat themselves: of ten words, nine have been seen before.
const known = new Map<string, readonly string[]>();

function formsOf(word: string): readonly string[] {
  let forms = known.get(word);
  if (forms === undefined) {
    const parts = word.match(PART) ?? [];
    const all = parts.length > 1 ? [word.replace('-', ''), ...parts] : [word];
    forms = all
      .map((part) => part.toLowerCase())
      .filter(isTelling)
      .map(stem);
    known.set(word, forms);
  }
  return forms;
}

function isTelling(word: string): boolean {
  return word.length > 1 && word.length < 40 && !STOP_WORDS.has(word);
}

/** Takes the commonest English endings off, so that `retries`, `retrying` and `retry` are one word. */
function stem(word: string): string {
  return strip(american(word));
}

function american(word: string): string {
  return word.replace(/is(?=(e[srd]?|ing|ation)$)/, 'iz').replace(/our(?=(s|ed|ing)?$)/, 'or');
}

function strip(word: string): string {
  if (word.length < 4) return word;
  if (/(ies|ied)$/.test(word)) return `${word.slice(0, -3)}y`;
  const singular = /(ss|us|is)$/.test(word) ? word : word.replace(/(?<=s|x|z|ch|sh)es$|s$/, '');
  const root = singular.replace(/(?<=[aeiouy].*.)(ing|ed)$/, '');
  const single = root === singular ? root : root.replace(/([bdfgmnprt])\1$/, '$1');
  // British English doubles it before an ending, American does not: cancelled, canceled.
  const plain = single.replace(/ll$/, 'l');
  return plain.length > 3 ? plain.replace(/e$/, '') : plain;
}
