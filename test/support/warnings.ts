/** The messages of the library's warnings while some work is done. */
export async function warningsOf(work: () => Promise<unknown>): Promise<string[]> {
  const messages: string[] = [];
  const note = (warning: Error): void => {
    if (warning.name === 'RunwrightWarning') messages.push(warning.message);
  };
  process.on('warning', note);
  try {
    await work();
    // Warnings are emitted in the next tick.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('warning', note);
  }
  return messages;
}
