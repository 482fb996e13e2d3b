import 'reflect-metadata';
import { expect } from 'chai';
import { Configurable, InvalidOptionError } from 'runwright';

describe('@Configurable', () => {
  it('refuses a static property, which has one value for all calls', () => {
    expect(() => {
      class Model {
        @Configurable({ id: 'temperature' }) static temperature = 0.2;
      }
      return Model;
    }).to.throw(
      InvalidOptionError,
      '[A102] @Configurable: the owner of temperature must be an instance, since a static property has one value for all calls, got the class Model.',
    );
    expect(Object.getOwnPropertySymbols(Function)).to.not.include(Symbol.for('runwright.declaration'));
  });

  it('says which compiler option is missing where decorators are the standard ones', () => {
    const decorate = Configurable({ id: 'temperature' }) as unknown as (
      value: undefined,
      ctx: object,
    ) => void;
    expect(() => decorate(undefined, { kind: 'field', name: 'temperature' })).to.throw(
      '[A102] @Configurable: the compiler option experimentalDecorators must be true, and emitDecoratorMetadata too',
    );
  });
});
