/** Something that the user can put right, told in one sentence; the program prints the sentence and nothing else. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
