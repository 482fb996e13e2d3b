import 'reflect-metadata';
import { expect } from 'chai';
import { Configurable, Runnable, Step } from 'runwright';

@Runnable()
class Base extends Step<string, string> {
  @Configurable({ id: 'mark' }) mark = '!';
  constructor(@Configurable({ id: 'times', type: Number }) readonly times: number = 2) {
    super();
  }
  run(text: string): string {
    return `${text.repeat(this.times)}${this.mark}`;
  }
}

function idsOf(type: new () => Step<string, string>): string[] {
  return new type().configSpecs.map(({ id }) => id).sort();
}

describe('the configurable fields of a subclass', () => {
  it('include those of the base, its constructor parameters too if it has no constructor of its own', async () => {
    @Runnable()
    class Same extends Base {}
    expect(idsOf(Same)).to.deep.equal(['mark', 'times']);
    expect(await new Same().invoke('a', { configurable: { times: 3, mark: '?' } })).to.equal('aaa?');
  });

  it('do not include parameters of the constructor that it replaces', async () => {
    @Runnable()
    class Fixed extends Base {
      constructor() {
        super(1);
      }
    }
    @Runnable()
    class Other extends Base {
      constructor(label: string, @Configurable({ id: 'length', type: Number }) length = 1) {
        super(length);
        this.mark = label;
      }
    }
    expect(idsOf(Fixed)).to.deep.equal(['mark']);
    expect(await new Fixed().invoke('a', { configurable: { mark: '?' } })).to.equal('a?');
    expect(idsOf(Other as never)).to.deep.equal(['length', 'mark']);
  });
});
