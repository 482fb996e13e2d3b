import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { draw } from '../../examples/graph/draw.js';

const kept = (name: string): Promise<string> =>
  readFile(new URL(`../../examples/graph/${name}`, import.meta.url), 'utf8');

describe('the example graph', () => {
  it('draws the pictures that are kept beside it', async () => {
    const { pipeline, application } = await draw();
    expect(pipeline).to.equal(await kept('answer.svg'));
    expect(application).to.equal(await kept('application.svg'));
  });
});
