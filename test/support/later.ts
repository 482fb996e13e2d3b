/** Waits for some milliseconds. */
export function later(ms = 1): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
