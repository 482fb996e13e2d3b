/** What is asked, and the folder whose Markdown files shall answer it. */
export interface Question {
  readonly text: string;
  readonly folder: string;
}
