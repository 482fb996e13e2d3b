/** The path of a key below a place in a document; the document itself is the empty path. */
export function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
