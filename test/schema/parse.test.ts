import 'reflect-metadata';
import { expect } from 'chai';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Min,
  MinLength,
  registerDecorator,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import {
  ErrorCode,
  RunnableLambda,
  ValidationError,
  type Schema,
  type TypeToken,
  type UnknownProperties,
  type ValidationFault,
} from 'runwright';
import { z } from 'zod';
import { caught } from '../support/caught.js';
import { thrownBy } from '../support/thrown.js';

class Line {
  @IsString() text!: string;
}

class Letter {
  @IsString() @MinLength(2) subject!: string;
  @IsOptional() @IsInt() @Min(1) pages = 1;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Line) lines: Line[] = [];
  @IsOptional() @Transform(({ value }: { value?: string }) => value?.trim()) @IsString() note?: string;
}

function schemaOf(inputSchema: TypeToken): Schema {
  return RunnableLambda.from((input: unknown) => input, { name: 'Post', inputSchema }).inputSchema;
}

function faultsOf(error: unknown): Omit<ValidationFault, 'message' | 'keys'>[] {
  expect(error).to.be.instanceOf(ValidationError);
  return (error as ValidationError).faults.map(({ path, constraint, received }) => ({
    path,
    constraint,
    received,
  }));
}

function parse(token: TypeToken, value: unknown, unknownProperties: UnknownProperties = 'keep'): unknown {
  return schemaOf(token).parse(value, { unknownProperties });
}

describe('a class as a type', () => {
  it('makes instances of plain objects, through and through, with defaults and transformations', () => {
    const letter = parse(Letter, { subject: 'Hi', lines: [{ text: 'a' }], note: ' x ' }) as Letter;
    expect(letter).to.be.instanceOf(Letter);
    expect(letter.lines[0]).to.be.instanceOf(Line);
    expect(letter).to.deep.include({ pages: 1, note: 'x' });
  });

  it('lists every fault as path, constraint and received type', () => {
    const error = thrownBy(() =>
      parse(Letter, { subject: 5, pages: null, lines: [{ text: 'a' }, { text: [] }, 7] }),
    );
    expect(faultsOf(error)).to.have.deep.members([
      { path: 'subject', constraint: 'isString', received: 'number' },
      { path: 'subject', constraint: 'minLength', received: 'number' },
      { path: 'lines[1].text', constraint: 'isString', received: 'array' },
      { path: 'lines[2]', constraint: 'nestedValidation', received: 'number' },
    ]);
    expect(error).to.have.property('code', ErrorCode.Validation);
    expect(error)
      .to.have.property('message')
      .that.matches(/^\[R310\] Letter is not valid: 4 faults\.\n {2}subject {7}/);
  });

  it('says of no value what it is, only of which type', () => {
    const error = thrownBy(() => parse(Letter, { subject: 's', pages: 'secret-text' })) as ValidationError;
    expect(error.message).not.to.contain('secret-text');
    expect(faultsOf(error)).to.deep.include({ path: 'pages', constraint: 'isInt', received: 'string' });
  });

  for (const value of [undefined, null, 'text', 5, [], [{ subject: 'Hi' }]]) {
    it(`refuses ${JSON.stringify(value)}, which is no object`, () => {
      expect(faultsOf(thrownBy(() => parse(Letter, value)))).to.have.lengthOf(1);
    });
  }

  it('leaves the value as it is', () => {
    const value = Object.freeze({
      subject: 'Hi',
      extra: 1,
      lines: Object.freeze([Object.freeze({ text: 'a', more: 2 })]),
    });
    for (const unknownProperties of ['keep', 'strip'] as const) parse(Letter, value, unknownProperties);
    expect(value).to.deep.equal({ subject: 'Hi', extra: 1, lines: [{ text: 'a', more: 2 }] });
  });

  it('keeps an instance, and takes nothing away from the caller’s', () => {
    const letter = Object.assign(new Letter(), { subject: 'Hi', extra: 1 });
    expect(parse(Letter, letter)).to.equal(letter);
    expect(parse(Letter, letter, 'strip'))
      .to.be.instanceOf(Letter)
      .and.not.to.have.property('extra');
    expect(letter).to.have.property('extra', 1);
  });

  it('keeps, strips or refuses unknown properties, at any depth', () => {
    const value = { subject: 'Hi', extra: 1, lines: [{ text: 'a', more: 2 }] };
    expect(parse(Letter, value)).to.have.property('extra', 1);
    expect(parse(Letter, value, 'strip')).to.deep.equal(
      Object.assign(new Letter(), { subject: 'Hi', lines: [Object.assign(new Line(), { text: 'a' })] }),
    );
    expect(faultsOf(thrownBy(() => parse(Letter, value, 'refuse')))).to.have.deep.members([
      { path: 'extra', constraint: 'whitelistValidation', received: 'number' },
      { path: 'lines[0].more', constraint: 'whitelistValidation', received: 'number' },
    ]);
  });

  it('takes any object for a class without validators', () => {
    class Bare {}
    const value = { x: 1 };
    expect(parse(Bare, value)).to.equal(value);
    expect(faultsOf(thrownBy(() => parse(Bare, 'x')))).to.deep.equal([
      { path: '', constraint: 'object', received: 'string' },
    ]);
  });

  it('waits for asynchronous validators, also of nested classes', async () => {
    @ValidatorConstraint({ async: true })
    class IsFree implements ValidatorConstraintInterface {
      async validate(value: unknown): Promise<boolean> {
        await Promise.resolve();
        return value !== 'taken';
      }
    }
    const Free = (target: object, propertyName: string): void => {
      registerDecorator({ target: target.constructor, propertyName, validator: IsFree });
    };
    class Account {
      @Free name!: string;
    }
    class Owner {
      @ValidateNested() @Type(() => Account) account!: Account;
    }
    expect(await parse(Owner, { account: { name: 'free' } })).to.have.nested.property('account.name', 'free');
    const error = await caught(parse(Owner, { account: { name: 'taken' } }) as Promise<unknown>);
    expect(faultsOf(error)).to.deep.equal([
      { path: 'account.name', constraint: 'IsFree', received: 'string' },
    ]);
  });

  it('is not tricked by keys that reach prototypes', () => {
    const hostile = JSON.parse(
      '{"subject":"Hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"lines":[{"text":"a","__proto__":{"polluted":1}}]}',
    ) as unknown;
    for (const unknownProperties of ['keep', 'strip'] as const) {
      const letter = parse(Letter, hostile, unknownProperties) as Letter & { polluted?: number };
      expect(letter).to.be.instanceOf(Letter);
      expect(letter.polluted).to.equal(undefined);
      expect((letter.lines[0] as { polluted?: number }).polluted).to.equal(undefined);
    }
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
    expect((Letter.prototype as { polluted?: number }).polluted).to.equal(undefined);
  });
});

describe('a JSON Schema as a type', () => {
  const query = {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 2 },
      limit: { type: 'integer', default: 10 },
      filter: { type: 'object', properties: { tag: { type: 'string' } } },
    },
    required: ['text'],
  };

  it('fills in defaults in a copy', () => {
    const value = Object.freeze({ text: 'abc', filter: Object.freeze({ tag: 'x', more: 1 }) });
    expect(parse(query, value)).to.deep.equal({ text: 'abc', limit: 10, filter: { tag: 'x', more: 1 } });
    expect(value).to.deep.equal({ text: 'abc', filter: { tag: 'x', more: 1 } });
  });

  it('gives the very value where there is nothing to fill in', () => {
    const value = { text: 'abc' };
    expect(parse({ type: 'object', properties: { text: { type: 'string' } } }, value)).to.equal(value);
  });

  it('lists every fault', () => {
    const error = thrownBy(() => parse(query, { text: 5, limit: 'x', filter: { tag: null } }));
    expect(faultsOf(error)).to.deep.equal([
      { path: 'text', constraint: 'type', received: 'number' },
      { path: 'limit', constraint: 'type', received: 'string' },
      { path: 'filter.tag', constraint: 'type', received: 'null' },
    ]);
    expect(faultsOf(thrownBy(() => parse(query, {})))).to.deep.equal([
      { path: 'text', constraint: 'required', received: 'undefined' },
    ]);
  });

  it('keeps, strips or refuses unknown properties, at any depth', () => {
    const value = { text: 'abc', limit: 1, extra: 1, filter: { tag: 'x', more: 1 } };
    expect(parse(query, value)).to.deep.equal(value);
    expect(parse(query, value, 'strip')).to.deep.equal({ text: 'abc', limit: 1, filter: { tag: 'x' } });
    expect(faultsOf(thrownBy(() => parse(query, value, 'refuse')))).to.have.deep.members([
      { path: 'extra', constraint: 'additionalProperties', received: 'number' },
      { path: 'filter.more', constraint: 'additionalProperties', received: 'number' },
    ]);
    expect(value).to.have.nested.property('filter.more', 1);
  });

  it('refuses what no part knows where several schemas describe one object', () => {
    const joint = {
      $defs: { base: { type: 'object', properties: { a: { type: 'number' } } } },
      allOf: [{ $ref: '#/$defs/base' }, { properties: { b: { type: 'number' } } }],
    };
    expect(parse(joint, { a: 1, b: 2 }, 'refuse')).to.deep.equal({ a: 1, b: 2 });
    expect(faultsOf(thrownBy(() => parse(joint, { a: 1, b: 2, c: 3 }, 'refuse')))).to.deep.equal([
      { path: 'c', constraint: 'unevaluatedProperties', received: 'number' },
    ]);
    const either = {
      anyOf: [
        { properties: { a: {} }, required: ['a'] },
        { properties: { b: {} }, required: ['b'] },
      ],
    };
    expect(parse(either, { b: 1 }, 'refuse')).to.deep.equal({ b: 1 });
    expect(() => parse(either, { b: 1, c: 1 }, 'refuse')).to.throw(ValidationError);
    expect(parse(either, { b: 1, c: 1 }, 'strip')).to.deep.equal({ b: 1, c: 1 });
  });

  it('strips nothing from what one of several schemas may describe, wherever it is defined', () => {
    const named = (name: string): object => ({
      type: 'object',
      properties: { [name]: {}, inner: { type: 'object', properties: { [name]: {} } } },
      required: [name],
    });
    const inline = { type: 'object', properties: { n: { oneOf: [named('a'), named('b')] } } };
    const referring = {
      type: 'object',
      properties: {
        n: { anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' }] },
        other: { $ref: '#/$defs/C' },
      },
      $defs: { A: named('a'), B: { $ref: '#/$defs/D' }, C: named('c'), D: named('b') },
    };
    const value = { n: { b: 1, z: 2, inner: { b: 3, z: 4 } } };
    for (const schema of [inline, referring]) expect(parse(schema, value, 'strip')).to.deep.equal(value);
    expect(parse(referring, { ...value, other: { c: 1, z: 2 } }, 'strip')).to.deep.equal({
      ...value,
      other: { c: 1 },
    });
  });

  it('strips what may also be null or a string, also within itself', () => {
    const tree = {
      type: 'object',
      properties: { name: {}, next: { anyOf: [{ $ref: '#' }, { type: 'null' }, { type: 'string' }] } },
    };
    expect(parse(tree, { name: 1, x: 1, next: { name: 2, x: 2, next: null } }, 'strip')).to.deep.equal({
      name: 1,
      next: { name: 2, next: null },
    });
  });

  it('does not close the schema of a condition', () => {
    const schema = {
      type: 'object',
      properties: { kind: {}, size: {} },
      if: { $ref: '#/$defs/Large' },
      then: { required: ['size'] },
      $defs: { Large: { type: 'object', properties: { kind: { const: 'large' } }, required: ['kind'] } },
    };
    expect(parse(schema, { kind: 'large', size: 1 }, 'strip')).to.deep.equal({ kind: 'large', size: 1 });
    for (const unknownProperties of ['strip', 'refuse'] as const) {
      const error = thrownBy(() => parse(schema, { kind: 'large', size: undefined }, unknownProperties));
      expect(faultsOf(error)[0]).to.deep.include({ path: 'size', constraint: 'required' });
    }
  });

  it('keeps instances of classes in the value', () => {
    class Money {
      readonly #cents = 5;
      get cents(): number {
        return this.#cents;
      }
    }
    const price = new Money();
    const schema = { type: 'object', properties: { price: { type: 'object' }, tax: { default: 1 } } };
    expect(parse(schema, { price }, 'strip')).to.deep.equal({ price, tax: 1 });
  });

  it('refuses what no part knows in schemas of earlier drafts, too', () => {
    const joint = {
      definitions: { base: { type: 'object', properties: { a: { type: 'number' } } } },
      allOf: [{ $ref: '#/definitions/base' }, { properties: { b: { type: 'number' } } }],
    };
    for (const $schema of [
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft/2019-09/schema',
    ]) {
      const schema = { $schema, ...joint };
      expect(parse(schema, { a: 1, b: 2 }, 'refuse')).to.deep.equal({ a: 1, b: 2 });
      expect(faultsOf(thrownBy(() => parse(schema, { a: 1, c: 3 }, 'refuse')))).to.deep.equal([
        { path: 'c', constraint: 'unevaluatedProperties', received: 'number' },
      ]);
      const pair = { $schema, items: [{ type: 'string' }], additionalItems: false };
      expect(() => parse(pair, ['a', 1])).to.throw(ValidationError);
    }
  });

  it('knows formats, and schemas of draft 7', () => {
    expect(() => parse({ type: 'string', format: 'email' }, 'nobody')).to.throw(ValidationError);
    const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] };
    expect(parse(draft7, ['a', 1])).to.deep.equal(['a', 1]);
    expect(() => parse(draft7, [1])).to.throw(ValidationError);
  });

  it('does not become asynchronous by the keyword $async, which would let every value pass', () => {
    const schema = { $async: true, type: 'object', properties: { a: { type: 'number' } } };
    expect(parse(schema, { a: 1 })).to.deep.equal({ a: 1 });
    expect(() => parse(schema, { a: 'x' })).to.throw(ValidationError);
  });

  it('says what is wrong with a schema itself', () => {
    expect(() => parse({ type: 'strin' }, 'x')).to.throw(
      /^\[A102\] A type: its JSON Schema must be valid \(/,
    );
  });

  it('is not tricked by keys that reach prototypes', () => {
    const hostile = JSON.parse('{"text":"abc","__proto__":{"polluted":1}}') as object;
    const parsed = parse(query, hostile) as { polluted?: number };
    expect(parsed.polluted).to.equal(undefined);
    expect(Object.hasOwn(parsed, '__proto__')).to.equal(true);
    expect(parse(query, hostile, 'strip')).to.deep.equal({ text: 'abc', limit: 10 });
  });
});

describe('a standard schema as a type', () => {
  const query = z.object({
    text: z.string(),
    limit: z.number().default(10),
    at: z.array(z.number()).optional(),
  });

  it('gives what the schema makes of a value, and lists its faults', () => {
    expect(parse(query, { text: 'x' })).to.deep.equal({ text: 'x', limit: 10 });
    expect(faultsOf(thrownBy(() => parse(query, { text: 5, at: [1, 'x'] })))).to.deep.equal([
      { path: 'text', constraint: 'invalid_type', received: 'number' },
      { path: 'at[1]', constraint: 'invalid_type', received: 'string' },
    ]);
  });

  it('is waited for where it is asynchronous', async () => {
    const slow = z.string().refine((text) => Promise.resolve(text === 'yes'));
    const standard = {
      '~standard': {
        ...slow['~standard'],
        validate: (value: unknown) =>
          slow
            .safeParseAsync(value)
            .then(({ data, error }) => (error === undefined ? { value: data } : { issues: error.issues })),
      },
    };
    expect(await parse(standard as never, 'yes')).to.equal('yes');
    expect(faultsOf(await caught(parse(standard as never, 'no') as Promise<unknown>))).to.deep.equal([
      { path: '', constraint: 'custom', received: 'string' },
    ]);
  });

  it('may answer with any thenable', async () => {
    const thenable = <T>(value: T): PromiseLike<T> => ({
      then: (onFulfilled) => thenable(onFulfilled?.(value) as never),
    });
    const schemaWith = (result: object): TypeToken =>
      ({ '~standard': { version: 1, vendor: 'x', validate: () => thenable(result) } }) as never;
    expect(await parse(schemaWith({ value: 'made' }), 'x')).to.equal('made');
    const error = await caught((async () => parse(schemaWith({ issues: [{ message: 'is wrong' }] }), 'x'))());
    expect(faultsOf(error)).to.deep.equal([{ path: '', constraint: 'schema', received: 'string' }]);
  });
});

describe('String, Number, Boolean as types', () => {
  it('check what a value is', () => {
    expect(parse(String, '')).to.equal('');
    expect(parse(Number, 0)).to.equal(0);
    expect(parse(Boolean, false)).to.equal(false);
    expect(thrownBy(() => parse(Number, '5'))).to.have.property(
      'message',
      '[R310] PostInput is not valid: 1 fault.\n  (the value)  must be a number (type), got string',
    );
  });
});
