import { expect } from 'chai';
import 'reflect-metadata';
import {
  Alternatives,
  Configurable,
  InvalidConfigError,
  InvalidOptionError,
  RunnableLambda,
  RunnableSequence,
} from 'runwright';

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
    '[A102] echo.configurableAlternatives: the field must be an object, got undefined.': [
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
      '.configurableFields, keys: id must be a text that is not empty, got undefined.',
    );
  });

  for (const id of ['toString', '__proto__', 'constructor']) {
    it(`refuse ${id} for an id, which every call would seem to give`, () => {
      const message = `id must be a name that not every object has, got "${id}" (string).`;
      const alternatives = { other: echo };
      expect(() => echo.configurableAlternatives({ id }, alternatives)).to.throw(InvalidOptionError, message);
      expect(() => Configurable({ id })).to.throw(InvalidOptionError, message);
      expect(() => Alternatives({ id, default: 'own', alternatives })).to.throw(InvalidOptionError, message);
    });
  }
});
