import { expect } from 'chai';
import { Configurable } from 'runwright';

describe('@Configurable', () => {
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
