import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  AIMessage,
  MissingVariableError,
  PromptTemplate,
  RunnableSequence,
  type TemplateValue,
  type TemplateVariables,
} from 'runwright';
import { fc } from '../../support/properties.js';
import type { Runnable } from '../../../src/plan/runnable.js';
import { thrownBy } from '../../support/thrown.js';

const fault = (work: () => unknown): string => (thrownBy(work) as Error).message;

describe('PromptTemplate', () => {
  it('C2.27 is a runnable: fills the variables of a template', async () => {
    const prompt = PromptTemplate.fromTemplate('In {count} words: {text}');
    expect(await prompt.invoke({ count: 3, text: 'hello' })).to.equal('In 3 words: hello');
    expect(prompt.invokeSync({ count: 3, text: 'hello' })).to.equal('In 3 words: hello');
    expect(await prompt.batch([{ count: 1, text: 'a' }])).to.deep.equal(['In 1 words: a']);
    const chunks: string[] = [];
    for await (const chunk of prompt.stream({ count: 1, text: 'a' })) chunks.push(chunk);
    expect(chunks).to.deep.equal(['In 1 words: a']);
    expect(prompt.inputVariables).to.deep.equal(['count', 'text']);
    expect(prompt.getName()).to.equal('PromptTemplate');
  });

  describe('types', () => {
    it('knows the variables of a literal template', () => {
      const prompt = PromptTemplate.fromTemplate('{a} {b} {{c}} {a}');
      expectTypeOf(prompt).toExtend<Runnable<{ a: TemplateValue; b: TemplateValue }, string>>();
      expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<{
        readonly a: TemplateValue;
        readonly b: TemplateValue;
      }>();
      expectTypeOf(prompt.inputVariables).toEqualTypeOf<readonly ('a' | 'b')[]>();
      expectTypeOf(prompt.partial({ a: 1 }).inputVariables).toEqualTypeOf<readonly 'b'[]>();
      // @ts-expect-error -- b is missing
      expect(fault(() => prompt.invokeSync({ a: 1 }))).to.include('"b"');
      // @ts-expect-error -- c is no variable
      expect(prompt.invokeSync({ a: 1, b: 2, c: 3 })).to.equal('1 2 {c} 1');
    });

    it('knows the variables of a literal Mustache template', () => {
      expectTypeOf<
        TemplateVariables<
          '{{a}} {{{ b.x }}} {{& c }} {{! no }} {{#list}}{{name}}{{.}}{{/list}} {{^none}}x{{/none}}',
          'mustache'
        >
      >().toEqualTypeOf<'a' | 'b' | 'c' | 'list' | 'none'>();
    });

    it('knows the variables of a long template', () => {
      const prompt = PromptTemplate.fromTemplate(
        'a1 {a1} a2 {a2} a3 {a3} {a4} {a5} {a6} {a7} {a8} {a9} {b1} {b2} {b3} {b4} {b5} {b6} {b7} {b8} {b9} {c1} {c2}',
      );
      expect(prompt.inputVariables).to.have.length(20);
      expectTypeOf<keyof Parameters<typeof prompt.invoke>[0]>().toExtend<string>();
      expectTypeOf<'c2'>().toExtend<keyof Parameters<typeof prompt.invoke>[0]>();
    });

    it('takes any object where the compiler does not know the text', () => {
      const text: string = '{x}';
      const prompt = PromptTemplate.fromTemplate(text);
      expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<object | string>();
      expectTypeOf(prompt.inputVariables).toEqualTypeOf<readonly string[]>();
      expect(prompt.invokeSync({ x: 1 })).to.equal('1');
    });

    it('is checked within a chain', () => {
      const prompt = PromptTemplate.fromTemplate('{question}, {context}');
      const good = RunnableSequence.from([(q: string) => ({ question: q, context: [q] }), prompt]);
      expectTypeOf(good.invoke).parameter(0).toEqualTypeOf<string>();
      // @ts-expect-error -- the step before gives no context
      RunnableSequence.from([(q: string) => ({ question: q }), prompt]);
      expect(good.invokeSync('q')).to.equal('q, ["q"]');
    });
  });

  it('takes the value of its only variable alone', async () => {
    const prompt = PromptTemplate.fromTemplate('Tell me of {topic}.');
    expect(await prompt.invoke('bears')).to.equal('Tell me of bears.');
    expect(await prompt.invoke({ topic: 'bees' })).to.equal('Tell me of bees.');
    expect(await PromptTemplate.fromTemplate('No variables.').invoke('whatever')).to.equal('No variables.');
  });

  it('refuses a value that stands alone for several variables', async () => {
    const prompt = PromptTemplate.fromTemplate('{a} {b}');
    expect(fault(() => prompt.invokeSync('x' as never))).to.equal(
      '[R306] PromptTemplate expects an object with "a", "b", got "x" (string).',
    );
  });

  it('names the missing variables and those given', async () => {
    const prompt = PromptTemplate.fromTemplate('{question} {context} {tone}', {});
    const error = await prompt
      .invoke({ context: 'c', extra: 1, question: undefined } as never)
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(MissingVariableError);
    expect((error as MissingVariableError).message).to.equal(
      '[R351] PromptTemplate has no value for "question", "tone". Given: context, extra, question.',
    );
    expect((error as MissingVariableError).missing).to.deep.equal(['question', 'tone']);
    expect(fault(() => prompt.invokeSync({} as never))).to.match(/Given: nothing\.$/);
  });

  it('takes what every object inherits for no value', () => {
    expect(fault(() => PromptTemplate.fromTemplate('{constructor}{x}').invokeSync({ x: 1 }))).to.include(
      'no value for "constructor"',
    );
    expect(PromptTemplate.fromTemplate('{constructor}{x}').invokeSync({ constructor: 'c', x: 1 })).to.equal(
      'c1',
    );
  });

  it('writes values as text, dates in ISO format, and data as JSON', () => {
    const prompt = PromptTemplate.fromTemplate('{a}|{b}|{c}|{d}|{e}');
    const values = { a: 0, b: false, c: [1, { x: null }], d: new Date(0), e: null };
    expect(prompt.invokeSync(values)).to.equal('0|false|[1,{"x":null}]|1970-01-01T00:00:00.000Z|null');
  });

  it('writes a message by its text, and an error by what it says', () => {
    const prompt = PromptTemplate.fromTemplate('{m}|{e}');
    expect(prompt.invokeSync({ m: new AIMessage('hi'), e: new TypeError('no') })).to.equal(
      'hi|TypeError: no',
    );
  });

  it('says which value of which prompt has no text', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const prompt = PromptTemplate.fromTemplate('{a}', { name: 'Ask' });
    const error = thrownBy(() => prompt.invokeSync({ a: circular })) as Error;
    expect(error.message).to.equal(
      '[R306] The variable "a" of Ask expects data that can be written as JSON, got an object with self.',
    );
    expect(error.cause).to.be.instanceOf(TypeError);
    expect(fault(() => prompt.invokeSync({ a: new Date(NaN) }))).to.include('got an instance of Date');
    expect(fault(() => PromptTemplate.fromTemplate('{a', { name: 'Ask' }))).to.match(
      /^\[A102\] Ask: template /,
    );
  });

  it('never calls anything', () => {
    let called = false;
    const call = (): string => {
      called = true;
      return 'x';
    };
    expect(fault(() => PromptTemplate.fromTemplate('{f}').invokeSync({ f: call }))).to.equal(
      '[R306] The variable "f" of PromptTemplate expects text, a number or data, got the function call.',
    );
    const mustache = PromptTemplate.fromTemplate('{{#f}}x{{/f}}{{g.h}}', { templateFormat: 'mustache' });
    expect(fault(() => mustache.invokeSync({ f: call, g: { h: call } }))).to.include('"g.h"');
    expect(called).to.equal(false);
  });

  describe('f-string', () => {
    it('has literal braces doubled', () => {
      expect(PromptTemplate.fromTemplate('{{"a": {x}}}').invokeSync({ x: 1 })).to.equal('{"a": 1}');
    });

    it('refuses to reach into objects, and says how to have braces literally', () => {
      for (const text of ['{user.name}', '{list[0]}', '{x:>8}', '{x!r}', '{}', '{ a b }']) {
        expect(
          fault(() => PromptTemplate.fromTemplate(text)),
          text,
        ).to.match(
          /^\[A102\] PromptTemplate: template must be a template whose variables are plain names; ".*" is not one \(double/,
        );
      }
    });

    it('refuses a brace without its counterpart', () => {
      for (const text of ['{a', 'a}', '{a}}']) {
        expect(
          fault(() => PromptTemplate.fromTemplate(text)),
          text,
        ).to.match(/every "[{}]" has its counterpart/);
      }
    });

    it('gives back any text whose braces are doubled', () => {
      fc.assert(
        fc.property(fc.string(), (text) => {
          const doubled = text.replace(/[{}]/g, '$&$&');
          expect(PromptTemplate.fromTemplate(doubled).invokeSync({})).to.equal(text);
        }),
      );
    });
  });

  describe('mustache', () => {
    const render = (text: string, values: object): string =>
      PromptTemplate.fromTemplate(text, { templateFormat: 'mustache' }).invokeSync(values);

    it('has paths, sections, inverted sections and comments, and escapes nothing', () => {
      expect(
        render('{{user.name}} {{{a}}} {{&a}}{{! hidden }}', { user: { name: 'Ann' }, a: '<&>' }),
      ).to.equal('Ann <&> <&>');
      expect(
        render('{{#items}}{{name}}{{#last}}.{{/last}}{{^last}}, {{/last}}{{/items}}{{^none}}none{{/none}}', {
          items: [{ name: 'a' }, { name: 'b', last: true }],
          none: [],
        }),
      ).to.equal('a, b.none');
      expect(
        render('{{#tags}}[{{.}}]{{/tags}} {{#user}}{{name}} in {{city}}{{/user}}', {
          tags: ['x', 'y'],
          user: { name: 'Ann' },
          city: 'Oslo',
        }),
      ).to.equal('[x][y] Ann in Oslo');
    });

    it('does not reach into prototypes', () => {
      expect(fault(() => render('{{a.constructor.name}}', { a: {} }))).to.include('"a.constructor.name"');
      expect(fault(() => render('{{a.__proto__}}', { a: {} }))).to.include('"a.__proto__"');
    });

    it('names a variable that is missing, within a section too', () => {
      expect(fault(() => render('{{name}}', { nam: 1 }))).to.equal(
        '[R351] PromptTemplate has no value for "name". Given: nam.',
      );
      expect(fault(() => render('{{#items}}{{name}}{{/items}}', { items: [{ nam: 1 }] }))).to.equal(
        '[R351] PromptTemplate has no value for "name". Given: nam, items.',
      );
    });

    it('refuses partials, other delimiters and faulty text', () => {
      expect(fault(() => render('{{> other}}', {}))).to.include('without partials; "{{> other}}" is one');
      expect(fault(() => render('{{=<% %>=}}', {}))).to.include('keeps the delimiters');
      expect(fault(() => render('{{#a}}', {}))).to.include('a valid Mustache template (Unclosed section "a"');
    });

    it('is one of two formats', () => {
      expect(fault(() => PromptTemplate.fromTemplate('x', { templateFormat: 'jinja2' as never }))).to.include(
        "a template of the format 'f-string' or 'mustache'",
      );
    });
  });

  describe('partials', () => {
    it('leave fewer variables to be given', async () => {
      const prompt = PromptTemplate.fromTemplate('{a} {b}');
      const partial = prompt.partial({ a: 1 });
      expectTypeOf<Parameters<typeof partial.invoke>[0]>().toEqualTypeOf<
        { readonly b: TemplateValue } | string
      >();
      expect(partial.inputVariables).to.deep.equal(['b']);
      expect(await partial.invoke({ b: 2 })).to.equal('1 2');
      expect(await partial.invoke('2')).to.equal('1 2');
      expect(prompt.inputVariables).to.deep.equal(['a', 'b']);
    });

    it('may be functions, called for each run, also asynchronous ones', async () => {
      let calls = 0;
      const prompt = PromptTemplate.fromTemplate('{n} {m} {x}').partial({
        n: () => ++calls,
        m: () => Promise.resolve('m'),
      });
      expect(await prompt.invoke('x')).to.equal('1 m x');
      expect(await prompt.invoke('x')).to.equal('2 m x');
    });

    it('give way to the input', async () => {
      const prompt = PromptTemplate.fromTemplate('{a} {b}').partial({ a: 'bound' });
      expect(await prompt.invoke({ a: 'given', b: 1 } as never)).to.equal('given 1');
    });

    it('leave the other values as they are, those that a class computes too', async () => {
      class Person {
        constructor(readonly first: string) {}
        get greeting(): string {
          return `Dear ${this.first}`;
        }
      }
      const prompt = PromptTemplate.fromTemplate('{greeting}, {end}');
      expect(await prompt.invoke({ greeting: 'Hi', end: 'bye' })).to.equal('Hi, bye');
      expect(await prompt.partial({ end: 'bye' }).invoke(new Person('Ann'))).to.equal('Dear Ann, bye');
    });

    it('refuse what is no variable', () => {
      // @ts-expect-error -- c is no variable
      expect(PromptTemplate.fromTemplate('{a} {b}').partial({ c: 1 }).inputVariables).to.have.length(2);
    });
  });
});
