import 'reflect-metadata';
import { expectTypeOf } from 'expect-type';
import {
  Alternatives,
  Assign,
  Branch,
  Each,
  Pick,
  Router,
  Chain,
  Fallback,
  Parallel,
  Runnable,
  Step,
  ref,
  type AnyRunnable,
  type App,
  type Runnable as RunnableOf,
  type RunContext,
} from 'runwright';

interface Question {
  readonly text: string;
}
interface Grounded {
  readonly question: Question;
  readonly passages: string[];
}

@Runnable()
class Retrieve extends Step<Question, Grounded> {
  run(question: Question): Grounded {
    return { question, passages: [] };
  }
}

@Runnable()
class Write extends Step<Grounded, string> {
  async *run({ passages }: Grounded, ctx: RunContext): AsyncGenerator<string> {
    yield passages.join(String(ctx.attempt));
  }
}

// A chain of classes, functions, object literals and references.
@Chain([Retrieve, Write, { text: (text: string) => text, length: (text: string) => text.length }])
class Answer extends Step<Question, { text: string; length: number }> {}

@Chain([Retrieve, Write, ref<string, number>('count')])
class Count extends Step<Question, number> {}

// A chain may take more and give less than its class declares.
@Chain([(value: string | number) => String(value), (text: string) => text.length])
export class Wider extends Step<string, number | undefined> {}

// @ts-expect-error -- Write does not take a Question
@Chain([Retrieve, Retrieve])
export class WrongOrder extends Step<Question, Grounded> {}

// @ts-expect-error -- the class declares a number, the last step gives a string
@Chain([Retrieve, Write])
export class WrongOutput extends Step<Question, number> {}

// @ts-expect-error -- the class declares a string, the first step takes a Question
@Chain([Retrieve, Write])
export class WrongInput extends Step<string, string> {}

// @ts-expect-error -- one step is no chain
@Chain([Retrieve])
export class TooShort extends Step<Question, Grounded> {}

// @ts-expect-error -- an object's steps all get the same input
@Chain([Retrieve, { text: Write, length: (text: string) => text.length }])
export class WrongBranch extends Step<Question, { text: string; length: number }> {}

@Parallel({ text: Write, count: ({ passages }: Grounded) => passages.length })
export class Facts extends Step<Grounded, { text: string; count: number }> {}

// @ts-expect-error -- the class declares a key that no branch gives
@Parallel({ text: Write })
export class MissingKey extends Step<Grounded, { text: string; count: number }> {}

// @ts-expect-error -- run takes another input than the class declares
@Runnable()
export class WrongRunInput extends Step<string, string> {
  run(count: number): string {
    return String(count);
  }
}

// @ts-expect-error -- run gives another output than the class declares
@Runnable()
export class WrongRunOutput extends Step<string, string> {
  async run(text: string): Promise<number> {
    return Promise.resolve(text.length);
  }
}

// @ts-expect-error -- only classes that extend Step are steps
@Runnable()
export class NoStep {
  run(text: string): string {
    return text;
  }
}

// run may return another runnable.
@Runnable()
export class Delegating extends Step<Question, Grounded> {
  run(): Retrieve {
    return new Retrieve();
  }
}

// The instance is a runnable of its class's types.
declare const app: App;
const answer = app.get(Answer);
expectTypeOf(answer).toEqualTypeOf<Answer>();
expectTypeOf(answer.invoke({ text: '' })).resolves.toEqualTypeOf<{ text: string; length: number }>();
expectTypeOf(answer.pipe(({ length }) => length > 1)).toEqualTypeOf<RunnableOf<Question, boolean>>();
expectTypeOf(app.get(Count).batch([{ text: '' }])).resolves.toEqualTypeOf<number[]>();
expectTypeOf<Answer>().toExtend<AnyRunnable>();
expectTypeOf<Answer>().toExtend<RunnableOf<Question, object>>();
expectTypeOf<Answer>().not.toExtend<RunnableOf<string, object>>();
// @ts-expect-error -- a question is no string
void answer.invoke('text');

// Twenty-five steps.
const inc = (value: number): number => value + 1;
@Chain([
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
  inc,
])
export class Long extends Step<number, number> {}

// A fallback and an alternative take what the class takes, and give what it gives.
@Fallback([Write, (grounded: Grounded) => grounded.question.text])
@Alternatives({ id: 'model', default: 'own', alternatives: { write: Write, say: () => 'hello' } })
@Runnable()
export class Replaceable extends Step<Grounded, string> {
  run(grounded: Grounded): string {
    return grounded.question.text;
  }
}

// @ts-expect-error -- the fallback gives a number where the class gives a string
@Fallback([({ passages }: Grounded) => passages.length])
@Runnable()
export class WrongFallback extends Step<Grounded, string> {
  run(grounded: Grounded): string {
    return grounded.question.text;
  }
}

// @ts-expect-error -- the alternative takes a Question where the class takes what is grounded
@Alternatives({
  id: 'model',
  default: 'own',
  alternatives: { other: (question: Question) => question.text, odd: Count },
})
@Runnable()
export class WrongAlternative extends Step<Grounded, string> {
  run(grounded: Grounded): string {
    return grounded.question.text;
  }
}

@Branch([[(text: string) => text.length > 3, (text: string) => text.length], (text: string) => text])
export class EitherWay extends Step<string, string | number> {}

// @ts-expect-error -- one of the branches gives a number
@Branch([[(text: string) => text.length > 3, (text: string) => text.length], (text: string) => text])
export class WrongBranchOutput extends Step<string, string> {}

@Router({ count: (text: string) => text.length, negate: (flag: boolean) => !flag })
export class Routed extends Step<
  { key: 'count'; input: string } | { key: 'negate'; input: boolean },
  number | boolean
> {}

@Each((text: string) => text.length)
export class EachLength extends Step<string[], number[]> {}

// @ts-expect-error -- the elements are numbers
@Each((text: string) => text.length)
export class WrongElements extends Step<number[], number[]> {}

@Assign({ length: ({ text }: { text: string }) => text.length })
export class WithLength extends Step<
  { text: string; id: number },
  { text: string; id: number; length: number }
> {}

// @ts-expect-error -- the class declares a key that is not there
@Assign({ length: ({ text }: { text: string }) => text.length })
export class WrongAssign extends Step<{ text: string }, { text: string; words: number }> {}

@Pick('text')
export class PickText extends Step<{ text: string }, string> {}

// @ts-expect-error -- the value under the key is a string
@Pick('text')
export class WrongPick extends Step<{ text: string }, number> {}
