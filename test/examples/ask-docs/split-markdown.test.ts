import { expect } from 'chai';
import { documentName } from '../../../examples/ask-docs/corpus/document-name.js';
import { splitMarkdown } from '../../../examples/ask-docs/corpus/split-markdown.js';
import type { Passage } from '../../../examples/ask-docs/corpus/passage.js';

const split = (text: string, path = 'guide.md'): Passage[] => splitMarkdown({ path, name: 'guide', text });

describe('ask-docs: splitMarkdown', () => {
  it('makes a passage of each section, under its headings, with its line', () => {
    const passages = split('Before.\n\n# Guide\n\nAbout it.\n\n## Usage\n\nCall it.\n\n# Other\n\nMore.\n');
    expect(passages).to.deep.equal([
      { path: 'guide.md', line: 1, headings: ['guide'], text: 'Before.' },
      { path: 'guide.md', line: 5, headings: ['guide'], text: 'About it.' },
      { path: 'guide.md', line: 9, headings: ['guide', 'Usage'], text: 'Call it.' },
      { path: 'guide.md', line: 13, headings: ['guide', 'Other'], text: 'More.' },
    ]);
  });

  it('leaves out the title of a readme, which is the name', () => {
    const [passage] = split('# Title\n\n## Use\n\nText.', 'retry/README.md');
    expect(passage?.headings).to.deep.equal(['guide', 'Use']);
  });

  it('keeps text and drops marks: links, pictures, emphasis, tags, comments, front matter', () => {
    const [passage] = split(
      '---\ntitle: x\n---\n\n<!-- hidden -->\n\nSee [the *guide*](x.md) ![badge](b.svg)and **`a_b`** <br>now.[⬆](#top)\n',
    );
    expect(passage?.text).to.equal('See the guide and `a_b` now.');
    expect(passage?.line).to.equal(7);
  });

  it('keeps lists with dashes, rows of tables, and code as it is', () => {
    const text =
      'Steps:\n\n1. One\n2. Two\n\n| a | b |\n| - | - |\n| c | d |\n\n```js\nif (x) {\n\n  y();\n}\n```\n';
    expect(split(text)[0]?.text).to.equal(
      'Steps:\n\n- One\n\n- Two\n\na · b\n\nc · d\n\n```js\nif (x) {\n\n  y();\n}\n```',
    );
  });

  it('takes headings in HTML and folded parts for headings', () => {
    const passages = split(
      '<h2 align="center">Logo <b>A</b></h2>\n\nText.\n\n<details><summary>More</summary>\n\nRest.\n',
    );
    expect(passages.map(({ headings }) => headings)).to.deep.equal([
      ['guide', 'Logo A'],
      ['guide', 'Logo A', 'More'],
    ]);
  });

  it('drops tables of contents and the sections that every package has', () => {
    const text =
      '## Contents\n\n- [Use](#use)\n\nThe rest.\n\n## License\n\nMIT licensed.\n\n## Use\n\n- [Up](#top)\n\nText.\n';
    expect(split(text).map(({ text: kept }) => kept)).to.deep.equal(['Text.']);
  });

  it('splits a long section between its blocks, and never code from the sentence before it', () => {
    const long = 'word '.repeat(200).trim();
    const code = '```\n' + 'x'.repeat(900) + '\n```';
    const texts = split(`${long}\n\n${long}\n\nLike this:\n\n${code}\n`).map(({ text }) => text);
    expect(texts).to.deep.equal([long, `${long}\n\nLike this:\n\n${code}`]);
  });

  it('cuts code that is longer than anyone reads', () => {
    const code = Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n');
    const [passage] = split('Code:\n\n```\n' + code + '\n```\n');
    expect(passage?.text).to.match(/line 39\n…\n```$/);
  });
});

describe('ask-docs: documentName', () => {
  it('is the package of what is installed', () => {
    expect(documentName('node_modules', 'retry/docs/api.md')).to.equal('retry');
    expect(documentName('/app/node_modules/', '@acme/retry/README.md')).to.equal('@acme/retry');
    expect(documentName('.', 'a/node_modules/b/README.md')).to.equal('b');
  });

  it('is the name of any other document, and of the folder of a readme', () => {
    expect(documentName('docs', 'guides/start.md')).to.equal('start');
    expect(documentName('docs', 'guides/README.md')).to.equal('guides');
    expect(documentName('docs', 'index.md')).to.equal('docs');
  });
});
