/** A string that needs no quotes in YAML: it is no number, date, boolean, null or syntax. */
const PLAIN = /^(?!(?:true|false|yes|no|on|off|y|n|null|~)$)[A-Za-z_][A-Za-z0-9_./ -]*$/i;

/** Writes plain data as YAML in block style, keys in alphabetical order. */
export function toYaml(value: Readonly<Record<string, unknown>>): string {
  return mapping(value, '').join('\n') + '\n';
}

function mapping(value: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .flatMap((key) => entry(`${indent}${scalar(key)}:`, value[key], `${indent}  `, indent));
}

/** A value after its key: on the same line if it is a scalar or empty, otherwise on lines of its own. */
function entry(head: string, value: unknown, ofMapping: string, ofList: string): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${head} []`];
    return [head, ...value.flatMap((item) => listItem(item, ofList))];
  }
  if (typeof value === 'object' && value !== null) {
    const lines = mapping(value as Record<string, unknown>, ofMapping);
    return lines.length === 0 ? [`${head} {}`] : [head, ...lines];
  }
  return [`${head} ${scalar(value)}`];
}

function listItem(item: unknown, indent: string): string[] {
  if (typeof item !== 'object' || item === null) return [`${indent}- ${scalar(item)}`];
  // JSON is valid YAML, so that values nested in a list need no block style.
  return [`${indent}- ${JSON.stringify(item)}`];
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  if (PLAIN.test(value) && !value.endsWith(' ')) return value;
  return /[^\x20-\x7e]/.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}
