import { expect } from 'chai';
import { uuidv7 } from '../../src/plan/uuid.js';

describe('uuidv7', () => {
  it('is a UUID of version 7 and the variant of RFC 9562', () => {
    for (let made = 0; made < 1000; made += 1) {
      expect(uuidv7()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('begins with the time, so that later ones sort behind', () => {
    const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(Number.parseInt(uuidv7(time).replace('-', '').slice(0, 12), 16)).to.equal(time);
    expect(uuidv7(time) < uuidv7(time + 1)).to.equal(true);
    expect(uuidv7(0)).to.match(/^00000000-0000-7/);
  });

  it('is never the same twice, over many times the random bytes that are drawn at once', () => {
    const ids = new Set(Array.from({ length: 20_000 }, () => uuidv7(0)));
    expect(ids.size).to.equal(20_000);
  });
});
