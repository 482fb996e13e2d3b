/** Ten steps, each a function of its own: calls in a loop then see ten targets, as in an application. */
export const asyncSteps: ((value: number) => Promise<number>)[] = [
  async (value) => value + 1,
  async (value) => value + 2,
  async (value) => value + 3,
  async (value) => value + 4,
  async (value) => value + 5,
  async (value) => value + 6,
  async (value) => value + 7,
  async (value) => value + 8,
  async (value) => value + 9,
  async (value) => value + 10,
];

/** The same without promises. */
export const syncSteps: ((value: number) => number)[] = [
  (value) => value + 1,
  (value) => value + 2,
  (value) => value + 3,
  (value) => value + 4,
  (value) => value + 5,
  (value) => value + 6,
  (value) => value + 7,
  (value) => value + 8,
  (value) => value + 9,
  (value) => value + 10,
];
