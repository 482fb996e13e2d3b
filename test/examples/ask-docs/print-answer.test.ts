import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { Answer } from '../../../examples/ask-docs/answer/answer.js';
import { printAnswer } from '../../../examples/ask-docs/terminal/print-answer.js';
import { caught } from '../../support/caught.js';

const source = (name: string): Answer['sources'][number] => ({
  path: `${name}.md`,
  line: 3,
  headings: [name, 'Use'],
  text: '',
});

const print = async (...texts: string[]): Promise<string> => {
  const output = new PassThrough();
  const chunks = (async function* () {
    yield { sources: [source('a'), source('b')] };
    for (const part of texts) yield { text: part };
  })();
  await printAnswer(chunks, 'docs', output);
  output.end();
  // eslint-disable-next-line no-control-regex -- colours are for terminals
  return (await text(output)).replace(/\u001b\[\d+m/g, '');
};

describe('ask-docs: printAnswer', () => {
  it('writes the text, and the sources that it cites', async () => {
    expect(await print('It is', ' so [2].')).to.equal(
      'It is so [2].\n\nSources\n[2] b › Use\n    docs/b.md:3\n',
    );
    expect(await print('So it is [1, 2]')).to.match(/\[1\] a › Use\n.*\n\[2\] b › Use\n/);
  });

  it('writes all sources where none is cited: an index in code cites nothing', async () => {
    expect(await print('See `list[1]` and\n```\nx[2]\n```\n')).to.match(/\n\[1\] a .*\n.*\n\[2\] b /);
  });

  it('ends the line of an answer that breaks off', async () => {
    const output = new PassThrough();
    const error = new Error('gone');
    const chunks = (async function* () {
      yield { text: 'It is' };
      throw error;
    })();
    expect(await caught(printAnswer(chunks, 'docs', output))).to.equal(error);
    output.end();
    expect(await text(output)).to.equal('It is\n');
  });
});
