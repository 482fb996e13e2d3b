import { Chain, Parallel, Step } from 'runwright';
import type { Answer } from './answer/answer.js';
import { BuildPrompt } from './answer/build-prompt.js';
import { Model } from './answer/model.js';
import { LoadDocuments } from './corpus/load-documents.js';
import { SplitDocuments } from './corpus/split-documents.js';
import type { Question } from './question.js';
import { CheckQuestion } from './search/check-question.js';
import { ExpandQuestion } from './search/expand-question.js';
import type { Grounded } from './search/grounded.js';
import { IndexPassages } from './search/index-passages.js';
import { RankPassages, type Views } from './search/rank-passages.js';
import { Retrieve } from './search/retrieve.js';
import type { Hit } from './search/search-index.js';

/** Fills the index; streamed, a document is split and indexed while the next ones are read. */
@Chain([LoadDocuments, SplitDocuments, IndexPassages])
class IndexDocuments extends Step<Question, number> {}

/** Looks the question up in other words. */
@Chain([ExpandQuestion, Retrieve])
class RetrieveExpanded extends Step<Question, Hit[]> {}

/** Looks the question up in two ways at once. */
@Parallel({ question: (question: Question) => question, literal: Retrieve, expanded: RetrieveExpanded })
class ViewQuestion extends Step<Question, Views> {}

/** Has the model answer from the passages. */
@Chain([BuildPrompt, Model])
class GenerateAnswer extends Step<Grounded, string> {}

/** Holds the question back until there is something to look it up in: a function works on the whole of its input. */
const onceIndexed = ({ question }: { question: Question; indexed: number }): Question => question;

/** Answers a question from the Markdown documents of a folder, and says from which. */
@Chain([
  { question: CheckQuestion, indexed: IndexDocuments },
  onceIndexed,
  ViewQuestion,
  RankPassages,
  { sources: ({ passages }: Grounded) => passages, text: GenerateAnswer },
])
export class AskDocs extends Step<Question, Answer> {}
