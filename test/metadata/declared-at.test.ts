import { runInThisContext } from 'node:vm';
import { expect } from 'chai';
import { noteDeclaredAt } from '../../src/metadata/declared-at.js';

/** The place that is noted for a decorator that is called in a file of some name. */
function placeNotedIn(filename: string): string | undefined {
  const call = runInThisContext('(decorate) => {\n  return decorate();\n}', { filename }) as (
    decorate: () => () => string | undefined,
  ) => () => string | undefined;
  return call(function decorate() {
    return noteDeclaredAt(decorate);
  })();
}

describe('noteDeclaredAt', () => {
  it('notes file and line, below the working directory relative to it', () => {
    expect(placeNotedIn('/opt/app/chain.js')).to.equal('/opt/app/chain.js:2');
    expect(placeNotedIn(`${process.cwd()}/src/chain.ts`)).to.equal('src/chain.ts:2');
    expect(placeNotedIn(`file://${process.cwd()}/src/a%20chain.ts`)).to.equal('src/a chain.ts:2');
  });

  it('reads paths with percent signs, number signs and parentheses', () => {
    expect(placeNotedIn('/opt/50%off/chain.js')).to.equal('/opt/50%off/chain.js:2');
    expect(placeNotedIn('file:///opt/c%23/chain.js')).to.equal('/opt/c#/chain.js:2');
    expect(placeNotedIn('/opt/app/(chat)/chain.js')).to.equal('/opt/app/(chat)/chain.js:2');
  });

  it('is undefined where the code stands in no file', () => {
    expect(placeNotedIn('evalmachine.<anonymous>')).to.equal(undefined);
  });
});
