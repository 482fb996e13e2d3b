import 'reflect-metadata';
import { expect } from 'chai';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { InvalidOptionError, RunnableLambda, type JsonSchema, type TypeToken } from 'runwright';
import { z } from 'zod';
import { thrownBy } from '../support/thrown.js';

class Tag {
  @IsString() label!: string;
}

class Address {
  @IsString() street!: string;
  @IsOptional() @IsString() zip_code?: string;
}

class Person {
  @IsString() @MinLength(2) @JSONSchema({ description: 'Full name' }) name!: string;
  @IsInt() @Max(150) age = 18;
  @IsOptional() @IsEmail() email?: string;
  @IsIn(['reader', 'writer']) favouriteRole!: string;
  @ValidateNested() @Type(() => Address) address!: Address;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Tag) tags!: Tag[];
}

class Node {
  @IsString() name!: string;
  @ValidateNested({ each: true }) @Type(() => Node) children!: Node[];
}

class Employee extends Person {
  @IsString() company!: string;
}

class Bare {}

function schemaOf(inputSchema: TypeToken): JsonSchema {
  return RunnableLambda.from((input: unknown) => input, { name: 'step', inputSchema }).getInputJsonSchema();
}

describe('types as JSON Schemas', () => {
  it('A21.1 are titled by the runnable where they have no name of their own', () => {
    expect(schemaOf(String)).to.deep.equal({ title: 'step_input', type: 'string' });
    expect(schemaOf(Number)).to.deep.equal({ title: 'step_input', type: 'number' });
    expect(schemaOf(Boolean)).to.deep.equal({ title: 'step_input', type: 'boolean' });
    expect(schemaOf({ enum: ['a', 'b'] })).to.deep.equal({ title: 'step_input', enum: ['a', 'b'] });
    const upper = RunnableLambda.from((input: unknown) => input, { name: 'Upper', outputSchema: String });
    expect(upper.getInputJsonSchema()).to.deep.equal({ title: 'UpperInput' });
    expect(upper.getOutputJsonSchema()).to.deep.equal({ title: 'UpperOutput', type: 'string' });
  });

  it('read a class: nested types, lists, enums, optional properties, defaults, descriptions', () => {
    expect(schemaOf(Person)).to.deep.equal({
      title: 'Person',
      type: 'object',
      properties: {
        name: { title: 'Name', type: 'string', minLength: 2, description: 'Full name' },
        age: { title: 'Age', type: 'integer', maximum: 150, default: 18 },
        email: { title: 'Email', type: 'string', format: 'email' },
        favouriteRole: { title: 'Favourite Role', type: 'string', enum: ['reader', 'writer'] },
        address: { $ref: '#/$defs/Address' },
        tags: { title: 'Tags', type: 'array', items: { $ref: '#/$defs/Tag' } },
      },
      required: ['name', 'favouriteRole', 'address', 'tags'],
      $defs: {
        Address: {
          title: 'Address',
          type: 'object',
          // A21.2
          properties: {
            street: { title: 'Street', type: 'string' },
            zip_code: { title: 'Zip Code', type: 'string' },
          },
          required: ['street'],
        },
        Tag: {
          title: 'Tag',
          type: 'object',
          properties: { label: { title: 'Label', type: 'string' } },
          required: ['label'],
        },
      },
    });
  });

  it('read a class that holds itself', () => {
    const { properties, $defs } = schemaOf(Node);
    expect(properties?.['children']).to.deep.include({ type: 'array', items: { $ref: '#/$defs/Node' } });
    expect($defs?.['Node']?.properties?.['children']).to.deep.equal(properties?.['children']);
  });

  it('read what a class inherits', () => {
    const { title, properties } = schemaOf(Employee);
    expect(title).to.equal('Employee');
    expect(Object.keys(properties ?? {})).to.have.members([
      'company',
      'name',
      'age',
      'email',
      'favouriteRole',
      'address',
      'tags',
    ]);
  });

  it('tell two classes of one name apart', () => {
    const [One, Two] = [1, 2].map((count) => {
      class Inner {
        @IsInt() @Max(count) value!: number;
      }
      return Inner;
    }) as unknown as [typeof Bare, typeof Bare];
    class Both {
      @ValidateNested() @Type(() => One) one!: object;
      @ValidateNested() @Type(() => Two) two!: object;
    }
    const { properties, $defs } = schemaOf(Both);
    expect(properties).to.deep.equal({ one: { $ref: '#/$defs/Inner' }, two: { $ref: '#/$defs/Inner_2' } });
    expect(
      [$defs?.['Inner'], $defs?.['Inner_2']].map((inner) => inner?.properties?.['value']?.['maximum']),
    ).to.deep.equal([1, 2]);
  });

  it('know of a class without validators only that it is one', () => {
    expect(schemaOf(Bare)).to.deep.equal({ title: 'Bare', type: 'object' });
  });

  it('take a plain JSON Schema as it is', () => {
    const schema = { title: 'Query', type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };
    expect(schemaOf(schema)).to.deep.equal(schema);
  });

  it('take any standard schema', () => {
    expect(schemaOf(z.object({ q: z.string() }))).to.deep.include({
      title: 'step_input',
      type: 'object',
      required: ['q'],
    });
    const minimal = {
      '~standard': { version: 1, vendor: 'x', validate: (value: unknown) => ({ value }) },
    } as const;
    expect(schemaOf(minimal)).to.deep.equal({ title: 'step_input' });
  });

  it('are standard schemas themselves', async () => {
    const schema = RunnableLambda.from((input: unknown) => input, { inputSchema: Person }).inputSchema;
    expect(schema['~standard'].vendor).to.equal('runwright');
    expect(schema['~standard'].jsonSchema.input()).to.deep.equal(schema.toJsonSchema());
    expect(await schema['~standard'].validate({ name: 'A' }))
      .to.have.property('issues')
      .that.deep.includes({
        message: 'must be longer than or equal to 2 characters',
        path: ['name'],
      });
  });

  it('refuse anything else', () => {
    for (const token of [5, 'string', [Person], () => 1]) {
      const error = thrownBy(() => schemaOf(token as never));
      expect(error).to.be.instanceOf(InvalidOptionError);
      expect(error)
        .to.have.property('message')
        .that.matches(/^\[A102\] step, input: the type must be a class, a JSON Schema/);
    }
  });
});
