import { expect } from 'chai';
import { InvalidConfigError, InvalidOptionError, RunnableLambda, RunnableSequence } from 'runwright';

/** What untyped code may pass in the place of an argument. */
type Wrong = never;

describe('the arguments of methods', () => {
  const echo = RunnableLambda.from((text: string) => text, { name: 'echo' });
  const refused: Record<
    string,
    readonly [() => unknown, typeof InvalidOptionError | typeof InvalidConfigError]
  > = {
    '[A102] echo.bind: kwargs must be an object, got 5 (number).': [
      () => echo.bind(5 as Wrong),
      InvalidOptionError,
    ],
    '[R307] A config must be an object, got null.': [
      () => echo.withConfig(null as Wrong),
      InvalidConfigError,
    ],
    '[R307] A config must be an object, got 5 (number).': [
      () => echo.withConfig(5 as Wrong),
      InvalidConfigError,
    ],
    '[A102] echo.withTypes: types must be an object, got undefined.': [
      () => echo.withTypes(undefined as Wrong),
      InvalidOptionError,
    ],
    '[A102] echo.configurableFields: fields must be an object, got null.': [
      () => echo.configurableFields(null as Wrong),
      InvalidOptionError,
    ],
    '[A102] echo.configurableAlternatives: the field must be an object with an id, got undefined.': [
      () => echo.configurableAlternatives(undefined as Wrong, {}),
      InvalidOptionError,
    ],
    '[A102] echo.configurableAlternatives: alternatives must be an object, got undefined.': [
      () => echo.configurableAlternatives({ id: 'model' }, undefined as Wrong),
      InvalidOptionError,
    ],
    '[A102] echo.transform: chunks must be an iterable, got 5 (number).': [
      () => echo.transform(5 as Wrong),
      InvalidOptionError,
    ],
    '[A102] RunnableSequence: steps must be a list of at least 2 steps, got undefined.': [
      () => RunnableSequence.from(undefined as Wrong),
      InvalidOptionError,
    ],
  };

  for (const [message, [call, type]] of Object.entries(refused)) {
    it(`are refused with what came: ${message}`, () => {
      expect(call).to.throw(type, message);
    });
  }

  it('say which field has no id', () => {
    const pick = RunnableLambda.from((text: string) => ({ text })).pick('text');
    const picked = (pick as never as RunnableSequence<string, string>).last;
    expect(() => picked.configurableFields({ keys: {} as Wrong })).to.throw(
      InvalidOptionError,
      '.configurableFields: keys must be an object with an id, got an empty object.',
    );
  });
});
