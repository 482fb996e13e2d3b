/** A parallel as one writes it by hand for branches that are not known beforehand. */
export async function allByHand<T>(
  branches: Readonly<Record<string, (input: T) => Promise<T>>>,
  input: T,
): Promise<Record<string, T>> {
  const outputs = await Promise.all(Object.values(branches).map((step) => step(input)));
  const result: Record<string, T> = {};
  Object.keys(branches).forEach((key, index) => (result[key] = outputs[index]!));
  return result;
}
